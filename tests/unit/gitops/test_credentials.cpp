#include <map>

#include <doctest/doctest.h>

#include "core/util/string.hpp"
#include "gitops/transport/credentials.hpp"
#include "gitops/transport/libgit2/git_http_settings.hpp"
#include "gitops/transport/libgit2/known_hosts.hpp"

using namespace gimlet;
using namespace gimlet::gitops;

namespace {

VariableLookup environment(std::map<std::string, std::string> variables) {
  return [variables = std::move(variables)](const std::string& name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

std::string origins(const std::string& url, const std::map<std::string, std::string>& variables) {
  std::vector<std::string> names;
  for (const auto& token : environment_tokens(parse_remote_url(url), environment(variables))) {
    names.push_back(token.origin);
  }
  return join(names, ",");
}

// The wire format of an ed25519 key of 32 equal bytes.
std::string wire_key(char fill) {
  const std::string type = "ssh-ed25519";
  return std::string("\0\0\0\x0b", 4) + type + std::string("\0\0\0\x20", 4) + std::string(32, fill);
}

const std::string key_a = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh";

HostKeyVerdict::State verdict(const std::string& text, const std::string& host, int port, char fill = 'a') {
  return check_host_key(text, host, port, wire_key(fill)).state;
}

}  // namespace

TEST_CASE("credentials: a token goes to its own host only") {
  CHECK(origins("https://github.com/a/b", {{"GITHUB_TOKEN", "x"}}) == "GITHUB_TOKEN");
  CHECK(origins("https://github.com.evil.org/a/b", {{"GITHUB_TOKEN", "x"}}).empty());
  CHECK(origins("https://github.com:8443/a/b", {{"GITHUB_TOKEN", "x"}}).empty());
  CHECK(origins("https://github.com@evil.org/a/b", {{"GITHUB_TOKEN", "x"}}).empty());
  CHECK(origins("http://github.com/a/b", {{"GITHUB_TOKEN", "x"}}).empty());
  CHECK(origins("https://ghe.corp/a/b", {{"GITHUB_TOKEN", "x"}, {"GITHUB_SERVER_URL", "https://ghe.corp"}}) ==
        "GITHUB_TOKEN");
  CHECK(origins("https://github.com/a/b", {{"GITHUB_TOKEN", "x"}, {"GITHUB_SERVER_URL", "https://ghe.corp"}})
            .empty());
  CHECK(origins("https://gitlab.com/a/b", {{"GITLAB_TOKEN", "x"}, {"CI_JOB_TOKEN", "y"}}) == "GITLAB_TOKEN");
  CHECK(origins("https://gl.corp/a", {{"CI_JOB_TOKEN", "y"}, {"CI_SERVER_HOST", "gl.corp"}}) ==
        "CI_JOB_TOKEN");
  CHECK(origins("https://h/a", {{"GIMLET_GIT_TOKEN", "y"}}).empty());
  CHECK(origins("https://h/a", {{"GIMLET_GIT_TOKEN", "y"}, {"GIMLET_GIT_TOKEN_HOST", "h"}}) ==
        "GIMLET_GIT_TOKEN");
  CHECK(origins("https://h/a", {{"GIMLET_GIT_TOKEN", "y"}, {"GIMLET_GITOPS_REPO", "https://h/x.git"}}) ==
        "GIMLET_GIT_TOKEN");
  CHECK(origins("https://h/a", {{"GIMLET_GIT_TOKEN", "y"}, {"GIMLET_GITOPS_REPO", "git@h:x.git"}}).empty());
}

TEST_CASE("http settings: the most specific wins, an empty header forgets") {
  const std::vector<std::pair<std::string, std::string>> entries = {
      {"http.sslcainfo", "/global"},
      {"http.https://h/.sslcainfo", "/host"},
      {"http.sslcainfo", "/later-general"},
      {"http.https://other/.sslcainfo", "/other"},
      {"http.extraheader", "A: 1"},
      {"http.https://h/.extraheader", ""},
      {"http.https://h/.extraheader", "B: 2"},
      {"http.https://h/.extraheader", "C: 3\r\nHost: evil"}};
  const auto settings = http_settings_of_git(entries, "https://h/x", environment({}));
  CHECK(settings.trusted.file == "/host");
  CHECK(settings.headers == std::vector<std::string>{"B: 2"});
  CHECK(settings.verify);
  const auto other = http_settings_of_git(entries, "https://elsewhere/x",
                                          environment({{"GIT_CONFIG_COUNT", "1"},
                                                       {"GIT_CONFIG_KEY_0", "http.sslVerify"},
                                                       {"GIT_CONFIG_VALUE_0", "false"},
                                                       {"GIT_SSL_CAPATH", "/certs"}}));
  CHECK(other.trusted.file == "/later-general");
  CHECK(other.trusted.folder == "/certs");
  CHECK(other.headers == std::vector<std::string>{"A: 1"});
  CHECK_FALSE(other.verify);
  CHECK(http_settings_of_git({}, "https://h", environment({{"GIT_CONFIG_COUNT", "99999999999"}})).verify);
}

TEST_CASE("http settings: git's own authorities win, then those that every connection trusts") {
  const auto trusted = [](const std::vector<std::pair<std::string, std::string>>& entries,
                          const std::map<std::string, std::string>& variables) {
    const auto found = http_settings_of_git(entries, "https://h/x", environment(variables)).trusted;
    return found.file + " " + found.folder;
  };
  const std::map<std::string, std::string> everybody = {{"SSL_CERT_FILE", "/file"}, {"SSL_CERT_DIR", "/dir"}};
  CHECK(trusted({}, everybody) == "/file /dir");
  CHECK(trusted({{"http.sslcainfo", "/config"}}, everybody) == "/config ");
  CHECK(trusted({{"http.sslcapath", "/config"}}, everybody) == " /config");
  auto with_git = everybody;
  with_git["HOME"] = "/home/ann";
  CHECK(trusted({{"http.sslcainfo", "~/ca.pem"}}, with_git) == "/home/ann/ca.pem ");
  with_git["GIT_SSL_CAINFO"] = "/git";
  CHECK(trusted({{"http.sslcainfo", "/config"}}, with_git) == "/git ");
  const TrustedAuthorities system = trusted_authorities(environment({}));
  CHECK(trusted({}, {}) == system.file + " " + system.folder);
}

TEST_CASE("known hosts: plain, ports, wildcards, negation, markers") {
  using State = HostKeyVerdict::State;
  CHECK(verdict("host " + key_a + " comment\n", "HOST", 22) == State::known);
  CHECK(verdict("host " + key_a, "host", 2222) == State::unknown);
  CHECK(verdict("[host]:2222,other " + key_a, "host", 2222) == State::known);
  CHECK(verdict("host " + key_a, "host", 22, 'b') == State::changed);
  CHECK(verdict("host ssh-rsa AAAA\n", "host", 22) == State::unknown);
  CHECK(verdict("*.example.com,!bad.example.com " + key_a, "a.example.com", 22) == State::known);
  CHECK(verdict("*.example.com,!bad.example.com " + key_a, "bad.example.com", 22) == State::unknown);
  CHECK(verdict("host " + key_a + "\n@revoked * " + key_a, "host", 22) == State::revoked);
  CHECK(verdict("@strange host " + key_a, "host", 22) == State::unknown);
  CHECK(check_host_key("@cert-authority *.x " + key_a, "h.x", 22, wire_key('b')).has_authority);
  CHECK(known_keys("host " + key_a + "\n@revoked host ssh-rsa AAAA", "host", 22) ==
        std::vector<std::string>{key_a});
}

TEST_CASE("known hosts: hashed names, as ssh-keygen -H writes them") {
  using State = HostKeyVerdict::State;
  const std::string hashed = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ";
  CHECK(verdict(hashed + key_a, "192.168.1.61", 22) == State::known);
  CHECK(verdict(hashed + key_a, "192.168.1.62", 22) == State::unknown);
  for (const char* bad : {"|1|", "|1||", "|1|*|x= ", "|2|a|b ", "|"}) {
    CHECK(verdict(bad + key_a, "host", 22) == State::unknown);
  }
}

TEST_CASE("known hosts: keys and lines that are no such thing") {
  CHECK(key_type(wire_key('a')) == "ssh-ed25519");
  CHECK(key_type("").empty());
  CHECK(key_type(std::string("\xff\xff\xff\xff"
                             "abc",
                             7))
            .empty());
  CHECK(key_fingerprint("") == "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
  CHECK(verdict("\n\n#x\n@revoked\nhost\nhost a\n \t\n", "host", 22) == HostKeyVerdict::State::unknown);
  CHECK(verdict(std::string(100000, '*') + " " + key_a, std::string(1000, 'x'), 22) ==
        HostKeyVerdict::State::known);
}

#include <doctest/doctest.h>

#include "gitops/transport/git_failure.hpp"
#include "gitops/transport/push_report.hpp"
#include "gitops/transport/remote_text.hpp"
#include "gitops/transport/remote_url.hpp"

using namespace gimlet;
using namespace gimlet::gitops;

TEST_CASE("remote text: the remote's lines without meters, control characters and secrets") {
  CHECK(remote_lines("Enumerating objects: 3, done.\nremote: Resolving deltas: 100% (1/1), done.\n"
                     "remote: frozen\x1b[K\nremote: by https://t0ken@host/x        \nTo /x\n") ==
        "frozen\nby https://***@host/x");
  CHECK(clean_remote_text("a\rb\n\n\x07") == "a\nb");
  CHECK(clean_remote_text(std::string(1 << 20, 'x')).size() <= 4096);
}

TEST_CASE("remote text: git's porcelain") {
  const auto reports = parse_push_porcelain(
      "To /r\n!\tabc:refs/heads/main\t[remote rejected] (pre-receive hook declined)\n"
      " \tabc:refs/heads/x\t1..2\n=\tabc:refs/heads/y\t[up to date]\nDone\n");
  REQUIRE(reports.size() == 3);
  CHECK(reports[0].ref == "refs/heads/main");
  CHECK_FALSE(reports[0].accepted);
  CHECK(reports[0].reason == "pre-receive hook declined");
  CHECK(reports[1].accepted);
  CHECK(reports[2].ref == "refs/heads/y");
  CHECK(reports[2].accepted);
}

TEST_CASE("remote text: failures keep git's words, lose its advice, gain a hint") {
  const Error error =
      failure_of_git(128,
                     "remote: Invalid username\nfatal: Authentication failed for 'https://u:p@h/x'\n"
                     "Please make sure you have the correct access rights\n");
  CHECK(error.message() == "remote: Invalid username; fatal: Authentication failed for 'https://u:***@h/x'");
  CHECK_FALSE(error.hint().empty());
  CHECK(failure_of_git(1, "").message() == "git ended with code 1 and said nothing");
}

TEST_CASE("remote url: every form git takes") {
  using Scheme = RemoteUrl::Scheme;
  const auto check = [](std::string_view text, Scheme scheme, std::string_view user, std::string_view host,
                        int port, std::string_view path) {
    CAPTURE(text);
    const RemoteUrl url = parse_remote_url(text);
    CHECK(url.scheme == scheme);
    CHECK(url.user == user);
    CHECK(url.host == host);
    CHECK(url.port == port);
    CHECK(url.path == path);
  };
  check("https://User:pw@GitHub.com/a/b.git", Scheme::https, "User", "github.com", 443, "/a/b.git");
  check("http://[::1]:8080/x", Scheme::http, "", "::1", 8080, "/x");
  check("ssh://git@host:2222/x", Scheme::ssh, "git", "host", 2222, "/x");
  check("git@host:a/b.git", Scheme::ssh, "git", "host", 22, "a/b.git");
  check("git@[::1]:a", Scheme::ssh, "git", "::1", 22, "a");
  check("[host:2200]:a", Scheme::ssh, "", "host:2200", 22, "a");
  check("/a/b:c", Scheme::local, "", "", 0, "/a/b:c");
  check("./a:b", Scheme::local, "", "", 0, "./a:b");
  check("file:///a/b", Scheme::local, "", "", 0, "/a/b");
  check("ext::sh -c x", Scheme::other, "", "", 0, "");
  check("ftp://h/x", Scheme::other, "", "h", 0, "/x");
  check("https://", Scheme::https, "", "", 443, "");
  check("[", Scheme::local, "", "", 0, "[");
}

TEST_CASE("remote url: which http.<url> settings hold") {
  CHECK(url_pattern_matches("https://github.com/", "https://github.com/a/b"));
  CHECK(url_pattern_matches("https://github.com", "https://u@GitHub.com:443/a/b"));
  CHECK(url_pattern_matches("https://*.example.com", "https://a.example.com/x"));
  CHECK(url_pattern_matches("https://h/a", "https://h/a/b"));
  CHECK_FALSE(url_pattern_matches("https://h/a", "https://h/ab"));
  CHECK_FALSE(url_pattern_matches("https://github.com", "http://github.com/a"));
  CHECK_FALSE(url_pattern_matches("https://github.com", "https://github.com.evil.org/a"));
  CHECK_FALSE(url_pattern_matches("https://h:8443", "https://h/a"));
}

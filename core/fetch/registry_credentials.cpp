#include "core/fetch/registry_credentials.hpp"

#include <filesystem>
#include <vector>

#include "core/fetch/document_text.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"

namespace gimlet::fetch {
namespace {

namespace fs = std::filesystem;

constexpr int helper_timeout_ms = 30'000;
// Docker's own registry stands under this name in its files.
constexpr std::string_view docker_hub = "https://index.docker.io/v1/";

std::vector<fs::path> config_files(const VariableLookup& variable) {
  std::vector<fs::path> files;
  const auto home = variable("HOME");
  if (const auto file = variable("HELM_REGISTRY_CONFIG")) {
    files.emplace_back(*file);
  } else if (const auto helm = variable("HELM_CONFIG_HOME")) {
    files.push_back(fs::path(*helm) / "registry" / "config.json");
  } else if (const auto config = variable("XDG_CONFIG_HOME")) {
    files.push_back(fs::path(*config) / "helm" / "registry" / "config.json");
  } else if (home) {
    files.push_back(fs::path(*home) / ".config" / "helm" / "registry" / "config.json");
  }
  if (const auto docker = variable("DOCKER_CONFIG")) {
    files.push_back(fs::path(*docker) / "config.json");
  } else if (home) {
    files.push_back(fs::path(*home) / ".docker" / "config.json");
  }
  return files;
}

bool is_docker_hub(const std::string& host) {
  return host == "docker.io" || host == "index.docker.io" || host == "registry-1.docker.io";
}

// "https://host/v1/" and "host" name the same registry.
bool names_host(std::string name, const std::string& host) {
  if (is_docker_hub(host)) return name == docker_hub || is_docker_hub(name);
  if (const auto scheme = name.find("://"); scheme != std::string::npos) name.erase(0, scheme + 3);
  return name.substr(0, name.find('/')) == host;
}

std::optional<RegistryCredential> from_auth(const Json& auth, const fs::path& file) {
  RegistryCredential credential{text_of(auth, "username"), text_of(auth, "password"),
                                text_of(auth, "identitytoken")};
  if (const std::string encoded = text_of(auth, "auth"); !encoded.empty()) {
    const Decoded decoded = base64_decode(encoded);
    const auto colon = decoded.bytes.find(':');
    if (decoded.bad_at || colon == std::string::npos) {
      throw Error(ErrorCode::bad_input, file.string() + ": an \"auth\" is not base64 of user:password")
          .hint("log in to the registry again");
    }
    credential.user = decoded.bytes.substr(0, colon);
    credential.password = decoded.bytes.substr(colon + 1);
    while (credential.password.ends_with('\0')) credential.password.pop_back();
  }
  if (credential.user.empty() && credential.identity_token.empty()) return std::nullopt;
  return credential;
}

// The helper says {"Username", "Secret"}; a failure of it is "not known", as for docker.
std::optional<RegistryCredential> from_helper(const std::string& helper, const std::string& name) {
  if (helper.empty() || helper.find('/') != std::string::npos) return std::nullopt;
  try {
    ProcessOptions options;
    options.input = name + "\n";
    options.timeout_ms = helper_timeout_ms;
    const ProcessResult result = run_process({"docker-credential-" + helper, "get"}, options);
    if (!result.ok()) return std::nullopt;
    const Json answer = parse_json(result.output, "docker-credential-" + helper);
    RegistryCredential credential{text_of(answer, "Username"), text_of(answer, "Secret"), ""};
    if (credential.user == "<token>") return RegistryCredential{"", "", credential.password};
    if (credential.user.empty()) return std::nullopt;
    return credential;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<RegistryCredential> look_in(const Json& config, const fs::path& file, const std::string& host) {
  const auto auths = config.find("auths");
  if (auths != config.end() && auths->is_object()) {
    for (const auto& [name, auth] : auths->items()) {
      if (!names_host(name, host)) continue;
      if (auto credential = from_auth(auth, file)) return credential;
    }
  }
  const std::string asked = is_docker_hub(host) ? std::string(docker_hub) : host;
  const auto helpers = config.find("credHelpers");
  if (helpers != config.end() && helpers->is_object()) {
    for (const auto& [name, helper] : helpers->items()) {
      if (names_host(name, host) && helper.is_string())
        return from_helper(helper.get<std::string>(), is_docker_hub(host) ? asked : name);
    }
  }
  return from_helper(text_of(config, "credsStore"), asked);
}

}  // namespace

std::optional<RegistryCredential> registry_credential(const std::string& host,
                                                      const VariableLookup& variable) {
  for (const auto& file : config_files(variable)) {
    std::error_code none;
    if (!fs::is_regular_file(file, none)) continue;
    const std::string text = read_file(file);
    if (trim(text).empty()) continue;
    const Json config = parse_json(text, file.string());
    if (!config.is_object()) continue;
    if (auto credential = look_in(config, file, host)) return credential;
  }
  return std::nullopt;
}

}  // namespace gimlet::fetch

#include "app/inputs/web_page.hpp"

#include <string_view>

#include <fmt/format.h>

#include "gitops/transport/remote_url.hpp"

namespace gimlet::app {
namespace {

using Scheme = gitops::RemoteUrl::Scheme;

// What a forge puts between a repository's page and what is asked for.
struct Forge {
  std::string_view host;  // a part of the host's name
  std::string_view commit;
  std::string_view request;
};
constexpr Forge forges[] = {{"gitlab", "/-/commit/", "/-/merge_requests/"},
                            {"bitbucket", "/commits/", "/pull-requests/"},
                            {"dev.azure.com", "/commit/", "/pullrequest/"},
                            {"visualstudio.com", "/commit/", "/pullrequest/"},
                            {"", "/commit/", "/pull/"}};

const Forge& forge_of(const std::string& url) {
  const std::string host = gitops::parse_remote_url(url).host;
  for (const Forge& forge : forges) {
    if (host.find(forge.host) != std::string::npos) return forge;
  }
  return forges[0];
}

std::string below(const std::string& url, std::string_view folder, const std::string& name) {
  const std::string page = repository_page(url);
  return page.empty() || name.empty() ? "" : fmt::format("{}{}{}", page, folder, name);
}

}  // namespace

std::string repository_page(const std::string& url) {
  if (url.empty()) return "";
  const gitops::RemoteUrl parsed = gitops::parse_remote_url(url);
  if (parsed.scheme == Scheme::local || parsed.host.empty()) return "";
  std::string path = parsed.path;
  while (path.starts_with('/')) path.erase(0, 1);
  while (path.ends_with('/')) path.pop_back();
  if (path.ends_with(".git")) path.resize(path.size() - 4);
  const bool is_http = parsed.scheme == Scheme::http;
  const bool has_port =
      (is_http && parsed.port != 80) || (parsed.scheme == Scheme::https && parsed.port != 443);
  return fmt::format("{}://{}{}/{}", is_http ? "http" : "https", parsed.host,
                     has_port ? fmt::format(":{}", parsed.port) : "", path);
}

std::string commit_page(const std::string& url, const std::string& sha) {
  return below(url, forge_of(url).commit, sha);
}

std::string request_page(const std::string& url, const std::string& number) {
  return below(url, forge_of(url).request, number);
}

}  // namespace gimlet::app

#include "core/render/dependencies.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/model/git_source.hpp"
#include "core/render/files.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::render {
namespace {

constexpr const char* interval = "24h0m0s";  // Gimlet's

// A DNS subdomain (RFC 1123), which Kubernetes asks of names.
bool is_resource_name(std::string_view name) {
  constexpr std::size_t max_name = 253;
  const auto is_inner = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  const auto is_outer = [&](char c) { return is_inner(c) && c != '-' && c != '.'; };
  return !name.empty() && name.size() <= max_name && is_outer(name.front()) && is_outer(name.back()) &&
         std::all_of(name.begin(), name.end(), is_inner);
}

// `git@host:path` as ssh://git@host/path: the source controller takes URLs alone.
std::string as_url(const std::string& address) {
  if (address.find("://") != std::string::npos) return address;
  const std::size_t colon = address.find(':');
  const std::size_t slash = address.find('/');
  if (colon == std::string::npos || (slash != std::string::npos && slash < colon)) return address;
  return fmt::format("ssh://{}/{}", address.substr(0, colon), address.substr(colon + 1));
}

void check_url(const std::string& url) {
  const std::string shown = redact_urls(printable_line(url));
  const bool is_http = url.starts_with("https://") || url.starts_with("http://");
  if (!is_http && !url.starts_with("ssh://")) {
    throw Error(ErrorCode::bad_input,
                fmt::format("\"{}\" is no address of a git repository that Flux can fetch", shown))
        .hint("give an https:// or ssh:// URL");
  }
  const std::size_t host = url.find("://") + 3;
  const std::string_view authority = std::string_view(url).substr(host, url.find('/', host) - host);
  if (is_http && authority.find('@') != std::string_view::npos) {
    throw Error(ErrorCode::bad_input,
                fmt::format("\"{}\" holds a user or a token, which would be committed", shown))
        .hint("keep it in a Secret of the cluster, and name that in spec.module.secret");
  }
}

void set(Json& object, const char* key, const std::string& value) {
  if (!value.empty()) object[key] = value;
}

Json metadata(const std::string& name, const model::Manifest& manifest) {
  Json result{{"name", name}};
  set(result, "namespace", manifest.ns);
  return result;
}

Json git_repository(const std::string& name, const model::Manifest& manifest,
                    const model::Dependency& dependency, const model::GitSource& source) {
  Json spec{{"interval", interval}, {"url", source.url}};
  Json ref = Json::object();
  set(ref, "branch", source.branch);
  set(ref, "tag", source.tag);
  set(ref, "commit", source.sha);
  if (!ref.empty()) spec["ref"] = std::move(ref);
  if (!dependency.module_secret.empty()) spec["secretRef"] = Json{{"name", dependency.module_secret}};
  return {{"apiVersion", "source.toolkit.fluxcd.io/v1"},
          {"kind", "GitRepository"},
          {"metadata", metadata(name, manifest)},
          {"spec", std::move(spec)}};
}

// In the order of their names, so that the order in the manifest does not count.
Json variables(const Json& values) {
  std::map<std::string, Json> sorted;
  for (const auto& [name, value] : values.items()) sorted[name] = value;
  Json list = Json::array();
  for (auto& [name, value] : sorted) list.push_back(Json{{"name", name}, {"value", std::move(value)}});
  return list;
}

Json terraform(const std::string& name, const model::Manifest& manifest, const model::Dependency& dependency,
               const model::GitSource& source) {
  Json spec{{"interval", interval}, {"approvePlan", "auto"}};
  set(spec, "path", source.path);
  spec["sourceRef"] = Json{{"kind", "GitRepository"}, {"name", name}};
  spec["writeOutputsToSecret"] = Json{{"name", name + "-output"}};
  if (!dependency.secret.empty()) {
    spec["varsFrom"] = Json::array({Json{{"kind", "Secret"}, {"name", dependency.secret}}});
  }
  if (!dependency.values->empty()) {
    spec["vars"] = variables(dependency.values);
  }
  return {{"apiVersion", "infra.contrib.fluxcd.io/v1alpha2"},
          {"kind", "Terraform"},
          {"metadata", metadata(name, manifest)},
          {"spec", std::move(spec)}};
}

std::string text_of(const Json& resource) {
  return "---\n" + yaml::write(yaml::from_json(resource));
}

// `pointer` is the dependency's.
template <class Fn>
auto at_pointer(const std::string& pointer, Fn&& fn) {
  try {
    return fn();
  } catch (Error& error) {
    error.pointer(pointer);
    throw;
  }
}

std::string resource_name(const model::Manifest& manifest, const model::Dependency& dependency) {
  std::string name = fmt::format("{}-{}", manifest.app, dependency.name);
  if (is_resource_name(name) && is_resource_name(dependency.name)) return name;
  throw Error(ErrorCode::bad_input,
              fmt::format("\"{}\" is no name for a Kubernetes resource", printable_line(name)))
      .hint("use lower-case letters, digits and \"-\"");
}

model::GitSource source_of(const model::Dependency& dependency) {
  model::GitSource source = model::parse_git_source(dependency.module_url);
  source.url = as_url(source.url);
  check_url(source.url);
  return source;
}

}  // namespace

void add_dependencies(Rendered& rendered, const model::Manifest& resolved) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < resolved.dependencies.size(); ++i) {
    const model::Dependency& dependency = resolved.dependencies[i];
    const std::string pointer = fmt::format("/dependencies/{}", i);
    if (dependency.kind != "terraform") {
      throw Error(ErrorCode::bad_input,
                  fmt::format("dependencies of kind \"{}\" are not known", printable_line(dependency.kind)))
          .pointer(pointer + "/kind")
          .hint("the kind of a dependency is terraform");
    }
    const std::string name =
        at_pointer(pointer + "/name", [&] { return resource_name(resolved, dependency); });
    if (!names.insert(name).second) {
      throw Error(ErrorCode::bad_input, fmt::format("two dependencies are called \"{}\"", dependency.name))
          .pointer(pointer + "/name");
    }
    const model::GitSource source =
        at_pointer(pointer + "/spec/module/url", [&] { return source_of(dependency); });
    if (source.tag.empty() && source.sha.empty() && source.branch.empty()) {
      rendered.warnings.push_back(fmt::format(
          "the module of the dependency {} has no tag, sha or branch: Flux takes its branch master",
          dependency.name));
    }
    append(rendered.files, fmt::format("dependency-{}.yaml", dependency.name),
           text_of(git_repository(name, resolved, dependency, source)) +
               text_of(terraform(name, resolved, dependency, source)));
  }
}

}  // namespace gimlet::render

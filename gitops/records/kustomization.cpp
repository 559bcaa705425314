#include "gitops/records/kustomization.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/value/value.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::gitops {
namespace {

std::string path_of(const Layout& layout, const Target& target) {
  return fmt::format("{}/kustomization-{}.yaml", layout.flux_folder(target.env), target.app);
}

// The last two parts of a URL or path: "me" and "gitops" of git@github.com:me/gitops.git.
struct RepositoryName {
  std::string owner;
  std::string name;
};

RepositoryName name_of(const std::string& repository) {
  std::string_view text = repository;
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.ends_with(".git")) text.remove_suffix(4);
  const auto parts = split(replace_all(std::string(text), ":", "/"), '/');
  RepositoryName result;
  result.name = parts.back();
  if (parts.size() > 1) result.owner = parts[parts.size() - 2];
  return result;
}

// A name as Kubernetes takes it: what may not stand in one becomes "-".
std::string resource_name(const std::vector<std::string>& parts) {
  std::string name;
  for (const auto& part : parts) {
    if (!part.empty()) name += (name.empty() ? "" : "-") + to_lower(part);
  }
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.'; }, '-');
  name.resize(std::min(name.size(), std::size_t{253}));
  const std::size_t begin = std::min(name.find_first_not_of("-."), name.size());
  return name.substr(begin, name.find_last_not_of("-.") + 1 - begin);
}

// What Gimlet calls things of a GitOps repository: the owner cut at ten characters, the name without
// "gitops-", and the env where there are several.
std::vector<std::string> gimlet_name(const Layout& layout, const std::string& env,
                                     const std::string& repository) {
  constexpr std::size_t longest_owner = 10;
  constexpr std::string_view front = "gitops-";
  RepositoryName name = name_of(repository);
  name.owner.resize(std::min(name.owner.size(), longest_owner));
  if (name.name.starts_with(front)) name.name.erase(0, front.size());
  return {name.owner, name.name, layout.repository_per_env ? "" : env};
}

std::string name_in(const std::string& text, const std::string& path) {
  yaml::ReadOptions options;
  options.source = path;
  for (const Value& document : yaml::read_all(text, options)) {
    const Value* const kind = document.is_map() ? document.find("kind") : nullptr;
    const Value* const metadata = document.is_map() ? document.find("metadata") : nullptr;
    if (kind == nullptr || !kind->is_string() || kind->as_string() != "GitRepository") continue;
    const Value* const name = metadata != nullptr && metadata->is_map() ? metadata->find("name") : nullptr;
    if (name != nullptr && name->is_string()) return name->as_string();
  }
  return "";
}

// The name of the GitRepository that the env's Flux folder holds, else what Gimlet calls it.
std::string source_of(const Snapshot& tip, const Layout& layout, const std::string& env,
                      const std::string& repository) {
  const std::string folder = layout.flux_folder(env);
  for (const auto& entry : tip.list(folder)) {
    if (entry.kind != Entry::Kind::file || entry.name.find("gitops-repo") == std::string::npos) continue;
    const std::string path = folder + "/" + entry.name;
    const std::string name = name_in(tip.read_file(path).value_or(""), path);
    if (!name.empty()) return name;
  }
  return resource_name(gimlet_name(layout, env, repository));
}

}  // namespace

std::optional<Edit> add_kustomization(const Snapshot& tip, const Layout& layout, const Target& target,
                                      const std::string& ns, const std::string& repository) {
  if (!layout.kustomization_per_app) return std::nullopt;
  const std::string folder = layout.app_folder(target.env, target.app);
  if (folder == layout.flux_folder(target.env)) {
    throw Error(
        ErrorCode::bad_input,
        fmt::format("{} is Flux's own folder: with kustomizationPerApp no app can be called flux", folder))
        .hint("give the app another name");
  }
  const std::string path = path_of(layout, target);
  if (tip.entry(path)) return std::nullopt;
  std::vector<std::string> name = gimlet_name(layout, target.env, repository);
  name.insert(name.end(), {ns, target.app});
  const std::string content = fmt::format(
      "---\n"
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\n"
      "kind: Kustomization\n"
      "metadata:\n"
      "  name: {}\n"
      "  namespace: flux-system\n"
      "spec:\n"
      "  interval: 24h0m0s\n"
      "  path: ./{}\n"
      "  prune: true\n"
      "  sourceRef:\n"
      "    kind: GitRepository\n"
      "    name: {}\n",
      resource_name(name), folder, source_of(tip, layout, target.env, repository));
  return Edit{Edit::Kind::write_file, path, {}, "", content};
}

std::optional<Edit> remove_kustomization(const Snapshot& tip, const Layout& layout, const Target& target) {
  const std::string path = path_of(layout, target);
  if (!layout.kustomization_per_app || !tip.entry(path)) return std::nullopt;
  return Edit{Edit::Kind::remove, path, {}, "", ""};
}

std::optional<Edit> restore_kustomization(const Snapshot& tip, const Snapshot& then, const Layout& layout,
                                          const Target& target) {
  const std::string path = path_of(layout, target);
  if (!layout.kustomization_per_app || tip.entry(path)) return std::nullopt;
  const auto before = then.read_file(path);
  if (!before) return std::nullopt;
  return Edit{Edit::Kind::write_file, path, {}, "", *before};
}

}  // namespace gimlet::gitops

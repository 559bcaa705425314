#include "core/fetch/helm_repositories.hpp"

#include <filesystem>

#include "core/fetch/document_text.hpp"
#include "core/util/fs.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::fetch {
namespace {

namespace fs = std::filesystem;

fs::path repositories_file(const VariableLookup& variable) {
  if (const auto file = variable("HELM_REPOSITORY_CONFIG")) return *file;
  if (const auto helm = variable("HELM_CONFIG_HOME")) return fs::path(*helm) / "repositories.yaml";
  if (const auto config = variable("XDG_CONFIG_HOME"))
    return fs::path(*config) / "helm" / "repositories.yaml";
  if (const auto home = variable("HOME")) return fs::path(*home) / ".config" / "helm" / "repositories.yaml";
  return {};
}

}  // namespace

std::vector<HelmRepository> helm_repositories(const VariableLookup& variable) {
  std::vector<HelmRepository> repositories;
  const fs::path file = repositories_file(variable);
  std::error_code none;
  if (file.empty() || !fs::is_regular_file(file, none)) return repositories;
  yaml::ReadOptions options;
  options.source = file.string();
  const Value document = yaml::read(read_file(file), options);
  const Value* list = document.find("repositories");
  if (list == nullptr || !list->is_list()) return repositories;
  for (const Value& item : list->as_list().items) {
    HelmRepository repository{text_of(item, "name"), text_of(item, "url"), text_of(item, "username"),
                              text_of(item, "password"), text_of(item, "caFile")};
    while (repository.url.ends_with('/')) repository.url.pop_back();
    repositories.push_back(std::move(repository));
  }
  return repositories;
}

}  // namespace gimlet::fetch

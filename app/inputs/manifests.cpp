#include "app/inputs/manifests.hpp"

#include <set>

#include <fmt/format.h>

#include "app/inputs/ci.hpp"
#include "app/inputs/cue_environments.hpp"
#include "app/inputs/files.hpp"
#include "app/inputs/version.hpp"
#include "core/lint/template_problems.hpp"
#include "core/model/preview.hpp"
#include "core/render/cue.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {

ManifestInput read_manifests(const std::vector<std::string>& files, std::istream& standard_input,
                             const VariableLookup& variable) {
  ManifestInput input;
  for (const auto& file : files) {
    const std::string source = input_name(file);
    const std::string text = read_input(standard_input, file);
    auto manifests = render::is_cue_file(file) ? render::cue_manifests(text, "", source)
                                               : model::parse_manifests_yaml(text, source);
    for (auto& manifest : manifests) input.manifests.push_back({std::move(manifest), source});
  }
  const CiBuild build = detect_ci(variable);
  input.variables = build_variables(build, known_version(build));
  return input;
}

void add_shell_variables(ManifestInput& input, const VariableLookup& variable, Messages& messages) {
  std::set<std::string> names;
  for (const auto& [manifest, source] : input.manifests) {
    const Json& document = *manifest.document;
    names.merge(lint::variables_asked_for(manifest.preview ? model::expand_preview(document) : document));
  }
  for (const auto& name : names) {
    if (input.variables.contains(name) || name == "APP") continue;
    const auto value = variable(name);
    if (!value) continue;
    if (!model::looks_secret(name)) {
      input.variables[name] = *value;
    } else {
      messages.warning(
          fmt::format("{} of the environment is not taken: its name looks like a secret's; to use it "
                      "all the same, give --var {}=VALUE",
                      name, name));
    }
  }
}

ManifestInput manifests_of(model::Artifact artifact) {
  ManifestInput input;
  input.cue_failure = add_cue_environments(artifact, artifact.id);
  input.variables = model::variables_of(artifact);
  for (auto& manifest : artifact.environments) input.manifests.push_back({std::move(manifest), artifact.id});
  return input;
}

}  // namespace gimlet::app

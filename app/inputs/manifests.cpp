#include "app/inputs/manifests.hpp"

#include "app/inputs/ci.hpp"
#include "app/inputs/cue_environments.hpp"
#include "app/inputs/files.hpp"
#include "app/inputs/version.hpp"
#include "core/render/cue.hpp"

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

ManifestInput manifests_of(model::Artifact artifact) {
  ManifestInput input;
  input.cue_failure = add_cue_environments(artifact, artifact.id);
  input.variables = model::variables_of(artifact);
  for (auto& manifest : artifact.environments) input.manifests.push_back({std::move(manifest), artifact.id});
  return input;
}

}  // namespace gimlet::app

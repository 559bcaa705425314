#include "core/model/manifest_yaml.hpp"

#include <fmt/format.h>

#include "core/model/manifest.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::model {
namespace {

// A manifest becomes a part of an artifact, which is JSON of at most 256 levels.
constexpr int max_depth = 200;
constexpr std::size_t max_nodes = 1'000'000;

}  // namespace

yaml::ReadOptions manifest_read_options(const std::string& source) {
  yaml::ReadOptions options;
  options.source = source;
  options.numbers = yaml::Numbers::typed;
  options.refuse_local_tags = true;
  options.max_depth = max_depth;
  options.max_nodes = max_nodes;
  return options;
}

std::vector<Manifest> parse_manifests_yaml(std::string_view text, const std::string& source) {
  const std::vector<Value> documents = yaml::read_all(text, manifest_read_options(source));
  std::vector<Manifest> manifests;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    if (documents[i].is_nil()) continue;
    const auto read = [&] { return manifest_from_json(yaml::to_json(documents[i]), "", source); };
    if (documents.size() == 1) {
      manifests.push_back(read());
    } else {
      manifests.push_back(while_doing([&] { return fmt::format("reading document {}", i + 1); }, read));
    }
  }
  if (!manifests.empty()) return manifests;
  throw Error(ErrorCode::bad_input, "there is no manifest in it").at({source});
}

}  // namespace gimlet::model

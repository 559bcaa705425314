#include "app/flows/artifacts.hpp"

#include <fmt/format.h>

#include "app/flows/select.hpp"
#include "core/model/content_id.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

std::string find_id(const store::Artifacts& artifacts, const std::string& prefix) {
  const auto ids = artifacts.ids_with_prefix(prefix, 5);
  if (ids.size() == 1) return ids.front();
  if (ids.empty()) {
    throw Error(ErrorCode::not_found, fmt::format("there is no artifact \"{}\"", prefix))
        .hint("`gimlet artifact list` shows what is stored");
  }
  throw Error(ErrorCode::not_found,
              fmt::format("several artifacts begin with \"{}\": {}", prefix, join(ids, ", ")))
      .hint("give more of the id");
}

}  // namespace

model::Artifact load_artifact(const store::Artifacts* artifacts, const std::string& path,
                              const std::string& id) {
  if (artifacts == nullptr || id.empty()) {
    throw Error(ErrorCode::not_found,
                fmt::format("there is no artifact \"{}\": the store {} holds none", id, path))
        .hint("store one with `gimlet artifact push -f artifact.json`");
  }
  auto record = artifacts->get(id);
  if (!record) record = artifacts->get(find_id(*artifacts, id));
  if (!record) throw Error(ErrorCode::not_found, fmt::format("there is no artifact \"{}\"", id));
  return model::parse_artifact(record->body, record->id);
}

store::ArtifactRecord to_record(const model::Artifact& artifact, const Clock& clock) {
  store::ArtifactRecord record;
  record.id = artifact.id;
  record.created = artifact.created;
  record.body = dump_json(model::stored_document(artifact));
  const model::Version& version = artifact.version;
  record.fields.repository = version.repository_name;
  record.fields.branch = version.branch;
  record.fields.source_branch = version.source_branch;
  record.fields.event = std::string(model::to_string(version.event));
  record.fields.sha = version.sha;
  record.fields.tag = version.tag;
  for (const auto& manifest : artifact.environments) {
    const auto [env, app] = target_of(artifact, manifest, clock);
    record.fields.targets.emplace_back(env, app);
  }
  return record;
}

bool same_body(const std::string& a, const std::string& b) {
  if (a == b) return true;
  return model::same_content(parse_json(a, "stored artifact"), parse_json(b, "artifact"));
}

}  // namespace gimlet::app

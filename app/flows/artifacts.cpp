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

model::Artifact parse_body(const store::ArtifactRecord& record) {
  model::Artifact artifact = while_doing([] { return "its body is no artifact"; },
                                         [&] { return model::parse_artifact(record.body, "body"); });
  if (artifact.id == record.id) return artifact;
  throw Error(ErrorCode::bad_input, artifact.id.empty() ? "its body has no id"
                                                        : fmt::format("its body has another id, \"{}\"",
                                                                      printable_line(artifact.id, 200)));
}

// Runs fn() on a stored record; errors name it and say how to be rid of it.
template <class Fn>
auto of_stored(const store::ArtifactRecord& record, const Fn& fn) {
  const std::string id = printable_line(record.id, 200);
  try {
    return fn();
  } catch (Error& error) {
    error.during("reading the stored artifact " + id);
    error.hint(fmt::format("`gimlet store remove '{}'` takes it out of the store", id));
    throw;
  }
}

void complete_artifact(store::ArtifactRecord& record, const Clock& clock) {
  const model::Artifact artifact = parse_body(record);
  store::ArtifactFields fields = to_record(artifact, clock).fields;
  if (!record.fields.targets.empty()) fields.targets = std::move(record.fields.targets);
  record.fields = std::move(fields);
}

void require_kind(const std::string& text, const char* name, Json::value_t kind) {
  if (text.empty()) return;
  if (parse_json(text, name).type() == kind) return;
  throw Error(ErrorCode::bad_input, fmt::format("its {} is of the wrong kind", name));
}

void check_event(const store::EventRecord& event) {
  require_kind(event.request, "request", Json::value_t::object);
  require_kind(event.results, "results", Json::value_t::array);
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
  return artifact_of(*record);
}

model::Artifact artifact_of(const store::ArtifactRecord& record) {
  return of_stored(record, [&] { return parse_body(record); });
}

Json document_of(const store::ArtifactRecord& record) {
  return of_stored(record, [&] { return parse_json(record.body, "body"); });
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

store::RecordRules record_rules(const Clock& clock) {
  return {same_body, [&clock](store::ArtifactRecord& record) { complete_artifact(record, clock); },
          check_event};
}

}  // namespace gimlet::app

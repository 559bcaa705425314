#include "app/flows/push.hpp"

#include <fmt/format.h>

#include "app/flows/artifacts.hpp"
#include "app/flows/change.hpp"
#include "app/flows/select.hpp"
#include "app/flows/tip_rules.hpp"
#include "app/inputs/cue_environments.hpp"
#include "core/model/content_id.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

std::vector<Result> results_of(const std::vector<Asked>& asked) {
  std::vector<Result> results;
  for (const auto& each : asked) {
    if (each.result) results.push_back(*each.result);
  }
  return results;
}

// True if it is stored now, or would be in a dry run, which `log` has no store for; false if it was before.
bool store_artifact(store::Store* store, const EventLog& log, const store::ArtifactRecord& record,
                    store::EventRecord& event) {
  const auto same = [&](const std::string& stored) { return same_body(stored, record.body); };
  store::PutStatus status = store::PutStatus::stored;
  if (log.events != nullptr) {
    status = store->artifacts().put(record, same, event);
  } else if (const auto stored = store == nullptr ? std::nullopt : store->artifacts().get(record.id)) {
    status = same(stored->body) ? store::PutStatus::unchanged : store::PutStatus::conflict;
  }
  if (status == store::PutStatus::conflict) {
    throw Error(ErrorCode::conflict,
                fmt::format("the artifact {} is stored already, with other content", record.id))
        .hint("an artifact never changes: give the new one another id, or none");
  }
  return status == store::PutStatus::stored;
}

// Makes the releases that are asked for.
void release(const ArtifactPush& push, const EventScope& event, const WriteTools& tools,
             render::Renderer& renderer, const WriteOptions& options, PushedArtifact& pushed) {
  ReleaseChanges changes(pushed.artifact, renderer, tools.log.clock, tools.messages);
  Written written =
      write(tools, event,
            {[&](const Attempt* attempt) {
               std::vector<Asked> asked = push.asked;
               if (attempt != nullptr && !pushed.stored) pass_over_released(asked, *attempt, pushed.artifact);
               if (attempt != nullptr) pass_over_older(asked, *attempt, pushed.artifact);
               return asked;
             },
             [&](const Request& request, const Attempt& attempt) { return changes.make(request, attempt); }},
            options);
  pushed.results = std::move(written.results);
  pushed.errors = std::move(written.errors);
  pushed.diff = std::move(written.diff);
  pushed.pushed_to = std::move(written.pushed_to);
}

// What CUE environments ask for is not known: a failure of its own, to be made up for by the next push.
void add_cue_failure(PushedArtifact& pushed, const Error& failure) {
  pushed.results.push_back(failed_result({.intent = Intent::policy, .app = "cueEnvironments"}, failure));
  pushed.errors.push_back(failure);
}

}  // namespace

ArtifactPush read_push(const std::string& text, const std::string& source, const PushOptions& options,
                       const Clock& clock, Messages& messages) {
  ArtifactPush push;
  model::Artifact& artifact = push.artifact;
  artifact = model::parse_artifact(text, source);
  if (!options.no_release) push.cue_failure = add_cue_environments(artifact, source);
  if (push.cue_failure && push.cue_failure->code() == ErrorCode::bad_input) throw Error(*push.cue_failure);
  push.asked = select_by_policy(artifact, source, clock, messages);
  if (artifact.id.empty() || model::is_content_id(artifact.id))
    artifact.id = model::content_id(artifact.document);
  artifact.created = clock.unix_seconds();
  artifact.document = model::stored_document(artifact);
  for (auto& [request, result] : push.asked) {
    request.artifact = artifact.id;
    request.adopt = options.adopt;
    if (options.no_release) result = result_of(request, Result::Status::skipped, "--no-release");
  }
  return push;
}

PushedArtifact push_artifact(ArtifactPush push, store::Store* store, const WriteTools& tools,
                             render::Renderer& renderer, const PushOptions& options) {
  const EventLog& log = tools.log;
  PushedArtifact pushed;
  pushed.artifact = std::move(push.artifact);
  model::Artifact& artifact = pushed.artifact;
  pushed.results = results_of(push.asked);
  const bool is_asked = pushed.results.size() < push.asked.size();
  const bool releases = is_asked || push.cue_failure;
  store::EventRecord record =
      make_event(log, {.intent = Intent::push, .artifact = artifact.id, .stores_only = options.no_release});
  if (!releases) {  // nothing is left to do: one durable write
    record.status = store::EventStatus::processed;
    record.finished = record.created;
    record.results = dump_json(to_json(pushed.results));
  }
  pushed.stored = store_artifact(store, log, to_record(artifact, log.clock), record);
  pushed.event = record.id;
  if (releases) {
    EventScope event(log, std::move(record));
    if (is_asked) release(push, event, tools, renderer, options.write, pushed);
    if (push.cue_failure) add_cue_failure(pushed, *push.cue_failure);
    event.close(pushed.results);
  }
  if (!pushed.stored) artifact = load_artifact(&store->artifacts(), "", artifact.id);
  pushed.changed = pushed.stored || any_changed(pushed.results);
  return pushed;
}

}  // namespace gimlet::app

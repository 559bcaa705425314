#include "app/flows/push.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "app/flows/artifacts.hpp"
#include "app/inputs/cue_environments.hpp"
#include "app/flows/select.hpp"
#include "app/flows/settle.hpp"
#include "core/model/policy.hpp"
#include "core/util/uuid.hpp"

namespace gimlet::app {
namespace {

struct Evaluated {
  std::vector<model::Decision> decisions;  // one for each manifest
  std::vector<Selected> selected;
  std::vector<std::size_t> index;  // of each selected manifest
};

// A glob that does not parse is an error of the document: nothing is stored for it to fail later. A policy
// that can never fire is stored and said aloud.
Evaluated evaluate_policies(Context& context, const model::Artifact& artifact, const std::string& source) {
  Evaluated evaluated;
  const Json* const environments = find_member(artifact.document, "environments");
  const std::size_t written = environments == nullptr ? 0 : environments->size();  // the others are CUE's
  for (std::size_t i = 0; i < artifact.environments.size(); ++i) {
    const auto& manifest = artifact.environments[i];
    const std::string pointer =
        i < written ? fmt::format("/environments/{}/deploy", i) : std::string("/cueEnvironments");
    try {
      model::Decision decision = model::evaluate(manifest.deploy, artifact.version);
      if (decision.release) {
        evaluated.selected.push_back({&manifest, decision.rule});
        evaluated.index.push_back(i);
      }
      evaluated.decisions.push_back(std::move(decision));
    } catch (Error& error) {
      error.at({source}).pointer(pointer);
      throw;
    }
    if (!manifest.deploy) continue;
    for (const auto& problem : model::policy_problems(*manifest.deploy)) {
      context.out().warning(fmt::format("{} (at {}): {}", source, pointer, problem.message));
    }
  }
  return evaluated;
}

// Did an earlier push of this artifact make the releases it asks for?
bool already_released(Context& context, const std::string& id) {
  store::Store* store = context.store_if_exists();
  if (store == nullptr) return false;
  store::EventQuery query;
  query.type = "push";
  query.artifact_id = id;
  query.limit = 1000;
  const auto events = store->events().events(query);
  return std::any_of(events.begin(), events.end(), [](const auto& event) {
    return event.status == store::EventStatus::processed &&
           parse_json(event.request, "event").value("release", true);
  });
}

store::EventRecord push_event(const Context& context, const model::Artifact& artifact,
                              const PushOptions& options) {
  store::EventRecord event;
  event.type = "push";
  event.created = context.clock().unix_seconds();
  event.artifact_id = artifact.id;
  event.request = dump_json(Json{{"type", "push"},
                                 {"artifactId", artifact.id},
                                 {"release", !options.no_release},
                                 {"gitopsRepo", repository_name(context)}});
  return event;
}

// What CUE environments ask for is not known: a failure of its own, to be made up for by the next push.
void add_cue_failure(PushOutcome& outcome, const std::optional<Error>& failure) {
  if (!failure) return;
  outcome.results.push_back(failed_result("", "cueEnvironments", *failure));
  outcome.errors.push_back(*failure);
}

void end_event(const Context& context, store::EventRecord& event, const std::vector<Result>& results) {
  event.status = store::EventStatus::processed;
  event.finished = context.clock().unix_seconds();
  event.results = dump_json(to_json(results));
}

void skip_all(PushOutcome& outcome, const Evaluated& evaluated, const std::string& reason) {
  for (std::size_t i = 0; i < evaluated.decisions.size(); ++i) {
    const auto [env, app] = target_of(outcome.artifact, outcome.artifact.environments[i]);
    outcome.results.push_back({app, env, Result::Status::skipped, "",
                               reason.empty() ? evaluated.decisions[i].reason : reason,
                               evaluated.decisions[i].rule, 0});
  }
}

void release_selected(Context& context, EventScope& event, PushOutcome& outcome, const Evaluated& evaluated,
                      const PushOptions& options) {
  const auto items =
      release_items(context, outcome.artifact, evaluated.selected, {"policy", "policy", outcome.event});
  WriteOutcome written = write_items(context, event, items, options.write);
  for (std::size_t k = 0; k < written.results.size(); ++k) {
    outcome.results[evaluated.index[k]] = written.results[k];
  }
  outcome.errors = std::move(written.errors);
  outcome.diff = std::move(written.published.diff);
}

// Stores it with its event in one transaction. True if it is new.
bool store_artifact(Context& context, const model::Artifact& artifact, store::EventRecord& event) {
  const store::ArtifactRecord record = to_record(artifact);
  const auto same = [&](const std::string& stored) { return same_body(stored, record.body); };
  const store::PutStatus status = context.store().artifacts().put(record, same, event);
  if (status == store::PutStatus::conflict) {
    throw Error(ErrorCode::conflict,
                fmt::format("the artifact {} is stored already, with other content", artifact.id))
        .hint("an artifact never changes: give the new one another id, or none");
  }
  return status == store::PutStatus::stored;
}

// What a dry run can tell about the store without opening it for writing.
bool is_new(Context& context, const model::Artifact& artifact) {
  store::Store* store = context.store_if_exists();
  const auto stored = store == nullptr ? std::nullopt : store->artifacts().get(artifact.id);
  if (stored && !same_body(stored->body, to_record(artifact).body)) {
    throw Error(ErrorCode::conflict,
                fmt::format("the artifact {} is stored already, with other content", artifact.id));
  }
  return !stored;
}

}  // namespace

PushOutcome push_artifact(Context& context, const std::string& text, const std::string& source,
                          const PushOptions& options) {
  PushOutcome outcome;
  outcome.artifact = model::parse_artifact(text, source);
  model::Artifact& artifact = outcome.artifact;
  const std::optional<Error> cue_failure =
      options.no_release ? std::nullopt : add_cue_environments(artifact, source);
  if (cue_failure && cue_failure->code() == ErrorCode::bad_input) throw Error(*cue_failure);
  const Evaluated evaluated = evaluate_policies(context, artifact, source);
  if (artifact.id.empty()) artifact.id = artifact.version.repository_name + "-" + uuid_v4();
  artifact.created = context.clock().unix_seconds();
  artifact.document = model::stored_document(artifact);
  const bool releases = !options.no_release && (!evaluated.selected.empty() || cue_failure);
  if (releases) context.open_repo_ahead();
  skip_all(outcome, evaluated, options.no_release ? "--no-release" : "");
  store::EventRecord record = push_event(context, artifact, options);
  if (!releases) end_event(context, record, outcome.results);  // nothing is left to do: one durable write
  outcome.stored =
      options.write.dry_run ? is_new(context, artifact) : store_artifact(context, artifact, record);
  outcome.event = record.id;
  if (releases && !outcome.stored && already_released(context, artifact.id)) {
    for (auto& result : outcome.results) {
      result.status = Result::Status::unchanged;
      result.reason = "this artifact was pushed before";
    }
    if (!options.write.dry_run) EventScope(context, std::move(record)).close(outcome.results);
  } else if (releases) {
    EventScope event(context, std::move(record));
    release_selected(context, event, outcome, evaluated, options);
    add_cue_failure(outcome, cue_failure);
    if (!options.write.dry_run) event.close(outcome.results);
  }
  if (!outcome.stored) artifact = load_artifact(context, artifact.id);
  outcome.changed = outcome.stored || any_changed(outcome.results);
  return outcome;
}

}  // namespace gimlet::app

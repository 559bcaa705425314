#include "app/flows/write.hpp"

#include <exception>

#include <fmt/format.h>

#include "app/flows/settle.hpp"
#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

// Which change of a plan belongs to which item.
struct Attempt {
  std::vector<std::size_t> item_of_change;
  std::vector<Result> results;
  std::vector<Error> errors;
};

std::vector<gitops::Change> plan_items(const std::vector<WriteItem>& items, const gitops::Snapshot& tip,
                                       Attempt& attempt) {
  attempt = {};
  const gitops::Layout layout = gitops::read_layout(tip);
  std::vector<gitops::Change> changes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const WriteItem& item = items[i];
    try {
      gitops::Change change = item.plan(tip, layout);
      attempt.results.push_back({item.app, item.env, Result::Status::unchanged, "", "", item.rule, 0});
      changes.push_back(std::move(change));
      attempt.item_of_change.push_back(i);
    } catch (Error& error) {
      attempt.results.push_back(failed_result(item.env, item.app, error));
      attempt.results.back().rule = item.rule;
      attempt.errors.push_back(error);
    }
  }
  return changes;
}

void fail_planned(const std::vector<WriteItem>& items, Attempt& attempt, const Error& error) {
  if (attempt.results.empty()) {  // it failed before the first plan
    for (const auto& item : items) attempt.results.push_back(failed_result(item.env, item.app, error));
  } else {
    for (const std::size_t i : attempt.item_of_change) {
      attempt.results[i] = failed_result(items[i].env, items[i].app, error);
      attempt.results[i].rule = items[i].rule;
    }
  }
  attempt.errors.push_back(error);
}

std::string describe_failure(const std::vector<Result>& results) {
  std::vector<std::string> texts;
  for (const auto& result : results) {
    if (result.code != 0) texts.push_back(fmt::format("{}/{}: {}", result.env, result.app, result.reason));
  }
  return join(texts, "; ");
}

}  // namespace

WriteOutcome write_items(Context& context, EventScope& event, const std::vector<WriteItem>& items,
                         const WriteOptions& options) {
  Attempt attempt;
  WriteOutcome outcome;
  if (items.empty()) return outcome;
  gitops::PublishOptions publish;
  publish.push = !options.no_push;
  publish.dry_run = options.dry_run;
  publish.diff = options.diff;
  publish.deadline_ms = options.deadline * 1000;
  publish.before_moving = [&] { event.wait_until_recorded(); };
  try {
    const auto plan = [&](const gitops::Snapshot& tip) { return plan_items(items, tip, attempt); };
    outcome.published = context.repo().publish(plan, publish);
    for (std::size_t k = 0; k < attempt.item_of_change.size(); ++k) {
      const auto& commit = outcome.published.commits.at(k);
      const std::size_t i = attempt.item_of_change[k];
      if (!commit.changed) continue;
      attempt.results[i].status = items[i].success;
      attempt.results[i].gitops_ref = commit.id;
    }
    if (!options.dry_run) settle_events(context, event.id(), outcome.published.tip_after);
    if (outcome.published.attempts > 1) {
      context.out().detail(
          fmt::format("the remote moved meanwhile; pushed at attempt {}", outcome.published.attempts));
    }
  } catch (Error& error) {
    fail_planned(items, attempt, error);
  }
  outcome.results = std::move(attempt.results);
  outcome.errors = std::move(attempt.errors);
  return outcome;
}

EventScope::EventScope(Context& context, const std::string& type, const Json& request,
                       const std::string& artifact_id, bool dry_run)
    : context_(context), recorded_(!dry_run) {
  event_.type = type;
  event_.created = context.clock().unix_seconds();
  event_.id = store::new_event_id(event_.created);
  Json asked = request;
  asked["gitopsRepo"] = repository_name(context);
  event_.request = dump_json(asked);
  event_.artifact_id = artifact_id;
  if (!recorded_) return;
  claim();
  // The disk is waited for while the release is built; nothing else uses the store until
  // wait_until_recorded(). Where the system has no other thread to give, it is done there.
  saving_ = std::async(std::launch::async | std::launch::deferred,
                       [&events = context.store().events(), &event = event_] { events.save_event(event); });
}

EventScope::EventScope(Context& context, store::EventRecord event)
    : context_(context), event_(std::move(event)) {
  recorded_ = !event_.id.empty();
  if (recorded_) claim();
}

EventScope::~EventScope() {
  if (!recorded_ || closed_ || std::uncaught_exceptions() == 0) return;
  try {
    fail(Error(ErrorCode::failed, "it ended with an error before anything was written"));
  } catch (const std::exception&) {
    // The error that is on its way matters more; the next writer settles the event.
  }
}

void EventScope::claim() {
  claim_ = context_.store().events().claim_event(event_.id);
}

void EventScope::wait_until_recorded() {
  if (saving_.valid()) saving_.get();
}

void EventScope::close(const std::vector<Result>& results) {
  const std::string failure = describe_failure(results);
  event_.status = failure.empty() ? store::EventStatus::processed : store::EventStatus::error;
  event_.status_description = failure;
  event_.results = dump_json(to_json(results));
  save();
}

void EventScope::fail(const Error& error) {
  event_.status = store::EventStatus::error;
  event_.status_description = error.str();
  event_.results = "[]";
  save();
}

void EventScope::save() {
  if (!recorded_) return;
  wait_until_recorded();
  event_.finished = context_.clock().unix_seconds();
  context_.store().events().save_event(event_);
  closed_ = true;
}

void finish_write(Context& context, const EventScope& event, const WriteOutcome& outcome,
                  const WriteOptions& options) {
  if (outcome.results.size() == 1 && !outcome.errors.empty()) {
    Error error = outcome.errors.front();
    throw error;  // NOLINT(misc-throw-by-value-catch-by-reference): a copy, thrown by value
  }
  if (!outcome.errors.empty()) context.exit_code = outcome.errors.front().exit_code();
  if (context.json()) {
    Json document{{"changed", any_changed(outcome.results)}, {"event", event.id()}};
    document["results"] = to_json(outcome.results);
    if (options.dry_run) document["dryRun"] = true;
    if (options.diff) document["diff"] = outcome.published.diff;
    context.out().json(document);
  } else {
    print_results(context, outcome.results, options.dry_run);
    if (options.diff) context.out().diff(outcome.published.diff);
  }
  for (const auto& error : outcome.errors) context.out().error(error.str(), error.hint());
}

}  // namespace gimlet::app

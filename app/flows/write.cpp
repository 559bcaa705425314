#include "app/flows/write.hpp"

#include <fmt/format.h>

#include "app/flows/settle.hpp"

namespace gimlet::app {
namespace {

// What is known of the requests, from the last attempt.
struct State {
  std::vector<Asked> asked;
  std::vector<std::size_t> of_change;  // the request of each change
  std::vector<Error> errors;
};

State make_changes(const WriteSteps& steps, const Attempt& attempt, std::vector<gitops::Change>& changes) {
  State state;
  state.asked = steps.select(&attempt);
  for (std::size_t i = 0; i < state.asked.size(); ++i) {
    auto& [request, result] = state.asked[i];
    if (result) continue;
    try {
      Made made = steps.change(request, attempt);
      result = result_of(request, Result::Status::unchanged, made.reason);
      changes.push_back(std::move(made.change));
      state.of_change.push_back(i);
    } catch (const Error& error) {
      result = failed_result(request, error);
      state.errors.push_back(error);
    }
  }
  return state;
}

void take_commits(State& state, const std::vector<gitops::Published::Commit>& commits) {
  for (std::size_t k = 0; k < state.of_change.size(); ++k) {
    if (!commits.at(k).changed) continue;
    auto& [request, result] = state.asked[state.of_change[k]];
    result->status = request.intent == Intent::remove ? Result::Status::deleted : Result::Status::released;
    result->gitops_ref = commits[k].id;
  }
}

void fail_changes(State& state, const WriteSteps& steps, const Error& error) {
  if (state.asked.empty()) state.asked = steps.select(nullptr);
  for (const std::size_t i : state.of_change) state.asked[i].result.reset();
  for (auto& [request, result] : state.asked) {
    if (!result) result = failed_result(request, error);
  }
  state.errors.push_back(error);
}

gitops::PublishOptions publish_options(const WriteOptions& options) {
  gitops::PublishOptions publish;
  publish.push = !options.no_push;
  publish.dry_run = options.dry_run;
  publish.diff = options.diff;
  publish.deadline_ms = options.deadline * 1000;
  return publish;
}

}  // namespace

Written write(const WriteTools& tools, const EventScope& event, const WriteSteps& steps,
              const WriteOptions& options) {
  State state;
  Written written;
  written.event = event.id();
  try {
    const Destination to = tools.destination();
    const auto plan = [&](const gitops::Snapshot& tip) {
      std::vector<gitops::Change> changes;
      state = make_changes(steps, {to.repo, tip, gitops::read_layout(tip), to.author, event.id()}, changes);
      return changes;
    };
    gitops::Published published = to.repo.publish(plan, publish_options(options));
    take_commits(state, published.commits);
    written.diff = std::move(published.diff);
    written.pushed_to = published.pushed_to;
    if (!published.pushed_to.empty()) tools.messages.note("pushed to " + published.pushed_to);
    if (!options.dry_run) settle_events(tools.log, to.repo, event.id(), published.tip_after, tools.messages);
    if (published.attempts > 1) {
      tools.messages.detail(
          fmt::format("the remote moved meanwhile; pushed at attempt {}", published.attempts));
    }
  } catch (const Error& error) {
    fail_changes(state, steps, error);
  }
  for (auto& asked : state.asked) written.results.push_back(std::move(*asked.result));
  written.errors = std::move(state.errors);
  return written;
}

Written write(const WriteTools& tools, const Request& request, const WriteSteps& steps,
              const WriteOptions& options) {
  tools.destination();
  EventScope event(tools.log, request);
  Written written = write(tools, event, steps, options);
  event.close(written.results);
  return written;
}

Written write(const WriteTools& tools, const Request& request,
              const std::function<Made(const Request&, const Attempt&)>& change,
              const WriteOptions& options) {
  const auto select = [&](const Attempt*) { return std::vector<Asked>{{request, std::nullopt}}; };
  return write(tools, request, WriteSteps{select, change}, options);
}

}  // namespace gimlet::app

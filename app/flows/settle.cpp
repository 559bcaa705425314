#include "app/flows/settle.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/flows/result.hpp"
#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "gitops/records/commit_message.hpp"

namespace gimlet::app {
namespace {

using store::EventRecord;
using store::EventStatus;

// Clocks of machines that share a repository differ; commits this much older than an event are not its own.
constexpr UnixSeconds clock_slack = 3600;
constexpr int most_commits = 10'000;

// Open events of this repository that nobody is at work on, by id.
std::map<std::string, EventRecord> abandoned(const EventLog& log, const std::string& own) {
  store::EventQuery query;
  query.status = EventStatus::open;
  query.limit = 1000;
  std::map<std::string, EventRecord> events;
  for (auto& event : log.events->events(query)) {
    if (event.id == own || log.events->is_claimed(event.id)) continue;
    const Json request =
        event.request.empty() ? Json::object() : parse_json(event.request, "event " + event.id);
    const std::string repository = request.value("gitopsRepo", std::string());
    if (repository.empty() || repository == log.repository) events.emplace(event.id, std::move(event));
  }
  return events;
}

// The last target first, as commits come.
void add_results(const gitops::CommitMessage& message, const std::string& commit,
                 std::vector<Result>& results) {
  const bool removal = message.kind == gitops::ReleaseKind::removal;
  for (auto app = message.apps.rbegin(); app != message.apps.rend(); ++app) {
    Result& result = results.emplace_back();
    result.env = app->target.env;
    result.app = app->target.app;
    result.status = removal ? Result::Status::deleted : Result::Status::released;
    result.gitops_ref = commit;
  }
}

// What the events' commits did, by event.
std::map<std::string, std::vector<Result>> find_commits(gitops::Repo& repo, const std::string& tip,
                                                        const std::map<std::string, EventRecord>& events) {
  const auto oldest = std::min_element(events.begin(), events.end(), [](const auto& a, const auto& b) {
    return a.second.created < b.second.created;
  });
  const UnixSeconds since = oldest->second.created - clock_slack;
  std::map<std::string, std::vector<Result>> found;
  int seen = 0;
  repo.walk(tip, [&](const gitops::CommitInfo& commit) {
    if (commit.time < since || ++seen > most_commits) return false;
    const gitops::CommitMessage message = gitops::read_message(commit.message);
    const std::string& event = message.trailers.event;
    if (events.contains(event)) add_results(message, commit.id, found[event]);
    return true;
  });
  return found;
}

void settle(const EventLog& log, EventRecord event, std::vector<Result> results, Messages& messages) {
  std::reverse(results.begin(), results.end());
  const bool done = !results.empty();
  event.status = done ? EventStatus::processed : EventStatus::error;
  event.status_description = done ? "its process ended early; its commits were found in the repository"
                                  : "its process ended before anything reached the repository: ask again";
  event.results = dump_json(to_json(results));
  event.finished = log.clock.unix_seconds();
  log.events->save_event(event);
  messages.detail(fmt::format("settled the {} {}: {}", event.type, event.id, event.status_description));
}

}  // namespace

void settle_events(const EventLog& log, gitops::Repo& repo, const std::string& own, const std::string& tip,
                   Messages& messages) {
  if (log.events == nullptr) return;
  try {
    const auto events = abandoned(log, own);
    if (events.empty()) return;
    auto found = tip.empty() ? std::map<std::string, std::vector<Result>>() : find_commits(repo, tip, events);
    for (const auto& [id, event] : events) settle(log, event, std::move(found[id]), messages);
  } catch (const Error& error) {
    messages.warning("cannot settle requests that were left open: " + error.str());
  }
}

}  // namespace gimlet::app

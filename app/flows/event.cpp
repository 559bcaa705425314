#include "app/flows/event.hpp"

#include <exception>
#include <filesystem>

#include <fmt/format.h>

#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "gitops/repo.hpp"

namespace gimlet::app {
namespace {

std::string describe_failures(const std::vector<Result>& results) {
  std::vector<std::string> texts;
  for (const auto& result : results) {
    if (result.code != 0) texts.push_back(fmt::format("{}/{}: {}", result.env, result.app, result.reason));
  }
  return join(texts, "; ");
}

}  // namespace

std::string repository_name(const std::string& location) {
  std::error_code code;
  const auto path = std::filesystem::weakly_canonical(location, code);
  return location.empty() || gitops::is_url(location) || code ? redact_urls(location) : path.string();
}

store::EventRecord make_event(const EventLog& log, const Request& request) {
  Json asked = to_json(request);
  asked["gitopsRepo"] = log.repository;
  store::EventRecord event;
  event.type = to_string(request.intent);
  event.created = log.clock.unix_seconds();
  event.request = dump_json(asked);
  event.artifact_id = request.artifact;
  return event;
}

EventScope::EventScope(const EventLog& log, const Request& request)
    : log_(log), event_(make_event(log, request)) {
  event_.id = store::new_event_id(event_.created);
  claim();
  if (log_.events != nullptr) log_.events->save_event(event_);
}

EventScope::EventScope(const EventLog& log, store::EventRecord event) : log_(log), event_(std::move(event)) {
  claim();
}

EventScope::~EventScope() {
  if (closed_ || std::uncaught_exceptions() == 0) return;
  try {
    end(store::EventStatus::error, "it ended with an error before anything was written", {});
  } catch (const std::exception&) {
    // The error that is on its way matters more; the next writer settles the event.
  }
}

void EventScope::claim() {
  if (log_.events != nullptr) claim_ = log_.events->claim_event(event_.id);
}

void EventScope::close(const std::vector<Result>& results) {
  const std::string failures = describe_failures(results);
  end(failures.empty() ? store::EventStatus::processed : store::EventStatus::error, failures, results);
}

void EventScope::end(store::EventStatus status, const std::string& description,
                     const std::vector<Result>& results) {
  if (log_.events == nullptr) return;
  event_.status = status;
  event_.status_description = description;
  event_.results = dump_json(to_json(results));
  event_.finished = log_.clock.unix_seconds();
  log_.events->save_event(event_);
  closed_ = true;
}

}  // namespace gimlet::app

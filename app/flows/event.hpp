#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/flows/request.hpp"
#include "app/flows/result.hpp"
#include "core/util/time.hpp"
#include "store/events.hpp"

namespace gimlet::app {

// Where events are noted.
struct EventLog {
  store::Events* events = nullptr;  // null: nothing is noted, as in a dry run
  std::string repository;           // repository_name() of the one that is written to
  const Clock& clock;
};

// How an event names a GitOps repository: its URL without secrets, or its path from the root; "" if none was
// named. It need not be there.
std::string repository_name(const std::string& location);

// The event of a request, open, without an id.
store::EventRecord make_event(const EventLog& log, const Request& request);

// A request's record in the store: opened before anything is written, closed with what came of it. What it
// records is durable when the call returns. All calls throw what the store throws.
class EventScope {
 public:
  // Opens an event.
  EventScope(const EventLog& log, const Request& request);
  // Takes over an event that was opened together with its artifact.
  EventScope(const EventLog& log, store::EventRecord event);
  EventScope(const EventScope&) = delete;
  EventScope& operator=(const EventScope&) = delete;
  // An event that an exception leaves open is closed as failed.
  ~EventScope();

  [[nodiscard]] const std::string& id() const { return event_.id; }
  // Records the results: processed, or error if any of them failed.
  void close(const std::vector<Result>& results);

 private:
  void claim();
  void end(store::EventStatus status, const std::string& description, const std::vector<Result>& results);

  EventLog log_;
  store::EventRecord event_;
  bool closed_ = false;
  std::unique_ptr<store::EventClaim> claim_;
};

}  // namespace gimlet::app

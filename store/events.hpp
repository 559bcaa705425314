#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/util/fd.hpp"

namespace gimlet::store {

class Database;

enum class EventStatus { open, processed, error };
// "open", "processed" or "error".
std::string_view to_string(EventStatus status);

// One request and how it ended.
struct EventRecord {
  std::string id;             // given by the store when empty
  std::string type;           // push, release, rollback, delete, …
  std::int64_t created = 0;   // unix seconds
  std::int64_t finished = 0;  // unix seconds; 0 while open
  EventStatus status = EventStatus::open;
  std::string status_description;
  std::string request;  // JSON
  std::string results;  // JSON array of RESULTs; "" while open
  std::string artifact_id;
};

// Conditions that must all hold; an empty optional does not restrict.
struct EventQuery {
  std::optional<std::string> type;
  std::optional<EventStatus> status;
  std::optional<std::string> artifact_id;
  std::size_t limit = 10;
  std::size_t offset = 0;
};

// A new event id of 26 characters [0-9a-z], as a ULID in lower case: 10 for the time in milliseconds, 16
// random ones. Ids sort by time and do not repeat across machines. `created` is in unix seconds.
std::string new_event_id(std::int64_t created);

// Says that a process is at work on an event, for as long as this object and the process live: an open file
// description lock (fcntl(2), F_OFD_SETLK) on the byte of `<store>-events` that the event's id leads to. The
// kernel drops it with the process, whatever ends it, and tells it to every container that shares the file.
class EventClaim {
 public:
  // Throws failed if the file cannot be opened for writing. An event that is claimed already stays so.
  EventClaim(const std::filesystem::path& store, const std::string& event_id);

 private:
  Fd fd_;
};

// The events of a store (store.hpp says how one is opened, and how its parts fail).
class Events {
 public:
  explicit Events(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  // Writes a new event, with an id if it has none, or the new state of one whose id is known. (A new artifact
  // and its event are written together by Artifacts::put.)
  void save_event(EventRecord& event);
  [[nodiscard]] std::optional<EventRecord> event(const std::string& id) const;
  // The newest first.
  [[nodiscard]] std::vector<EventRecord> events(const EventQuery& query) const;

  // Says that this process is at work on an event, until the claim dies or the process does. Throws failed.
  [[nodiscard]] std::unique_ptr<EventClaim> claim_event(const std::string& id);
  // True while a claim on the event lives, in this process or another. An open event that nobody claims was
  // left by a process that died.
  [[nodiscard]] bool is_claimed(const std::string& id) const;

 private:
  std::shared_ptr<Database> database_;
};

}  // namespace gimlet::store

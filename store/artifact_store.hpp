#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/event_claim.hpp"

namespace gimlet::store {

// What the store indexes of an artifact besides its id and time. Empty strings are not indexed.
struct ArtifactFields {
  std::string repository;
  std::string branch;
  std::string source_branch;
  std::string event;  // push, tag, pr
  std::string sha;
  std::string tag;
  std::vector<std::pair<std::string, std::string>> targets;  // (env, app) of each manifest
};

struct ArtifactRecord {
  std::string id;
  std::int64_t created = 0;  // unix seconds
  ArtifactFields fields;
  std::string body;  // the JSON document as it is given back
};

// Conditions that must all hold; an empty optional does not restrict. Newest first; among equal times the one
// stored later comes first.
struct ArtifactQuery {
  std::optional<std::string> repository;
  std::optional<std::string> branch;
  std::optional<std::string> source_branch;
  std::optional<std::string> event;
  std::optional<std::string> sha;  // a prefix will do
  std::optional<std::string> tag;
  std::optional<std::string> env;
  std::optional<std::string> app;
  std::optional<std::int64_t> since;  // created >= since
  std::optional<std::int64_t> until;  // created <= until
  std::size_t limit = 10;
  std::size_t offset = 0;
};

enum class PutStatus { stored, unchanged, conflict };

enum class EventStatus { open, processed, error };

// One request and how it ended.
struct EventRecord {
  std::string id;             // given by the store when empty
  std::string type;           // push, release, rollback, delete, …
  std::int64_t created = 0;   // unix seconds
  std::int64_t finished = 0;  // 0 while open
  EventStatus status = EventStatus::open;
  std::string status_description;
  std::string request;  // JSON
  std::string results;  // JSON array of RESULTs; "" while open
  std::string artifact_id;
};

struct EventQuery {
  std::optional<std::string> type;
  std::optional<EventStatus> status;
  std::optional<std::string> artifact_id;
  std::size_t limit = 10;
  std::size_t offset = 0;
};

struct StoreStats {
  std::string path;
  int schema_version = 0;
  std::uint64_t artifacts = 0;
  std::uint64_t events = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t used_bytes = 0;
  std::uint64_t map_bytes = 0;
  std::uint64_t readers = 0;
  std::int64_t oldest = 0;  // unix seconds of the oldest artifact; 0 if there is none
  std::int64_t newest = 0;
};

// Where artifacts and events are kept. Every method that writes has made its data durable when it returns.
// All throw Error: failed for I/O, bad_input for a file that is no store, is damaged, or has a newer schema.
class ArtifactStore {
 public:
  ArtifactStore() = default;
  ArtifactStore(const ArtifactStore&) = delete;
  ArtifactStore& operator=(const ArtifactStore&) = delete;
  virtual ~ArtifactStore() = default;

  // Stores an artifact under its id. `same` says whether the stored body means the same as the new one; with
  // an id that is there and another content nothing is written and the answer is conflict.
  virtual PutStatus put(const ArtifactRecord& artifact,
                        const std::function<bool(const std::string& stored_body)>& same) = 0;
  // put() and the opening of an event in one transaction (one fsync); the event's id is filled in. On
  // conflict no event is written. `same` runs inside the transaction: it must not call the store.
  virtual PutStatus put(const ArtifactRecord& artifact, const std::function<bool(const std::string&)>& same,
                        EventRecord& event) = 0;
  [[nodiscard]] virtual std::optional<ArtifactRecord> get(const std::string& id) const = 0;
  // Up to `limit` ids that begin with the prefix.
  [[nodiscard]] virtual std::vector<std::string> ids_with_prefix(const std::string& prefix,
                                                                 std::size_t limit) const = 0;
  [[nodiscard]] virtual std::vector<ArtifactRecord> list(const ArtifactQuery& query) const = 0;
  virtual bool remove(const std::string& id) = 0;  // false if it was not there

  // Writes a new event (and fills its id), or a new state of a known one.
  virtual void save_event(EventRecord& event) = 0;
  [[nodiscard]] virtual std::optional<EventRecord> event(const std::string& id) const = 0;
  [[nodiscard]] virtual std::vector<EventRecord> events(const EventQuery& query) const = 0;  // newest first

  // Says that this process is at work on an event, until the claim dies or the process does. Throws failed.
  [[nodiscard]] virtual std::unique_ptr<EventClaim> claim_event(const std::string& id) = 0;
  // True while anybody has a claim on the event: an open event that nobody claims was left by a process that
  // died.
  [[nodiscard]] virtual bool is_claimed(const std::string& id) const = 0;

  // Distinct indexed values, sorted, for completion: field is repository, branch, env, app or tag.
  [[nodiscard]] virtual std::vector<std::string> distinct(const std::string& field,
                                                          std::size_t limit) const = 0;

  [[nodiscard]] virtual StoreStats stats() const = 0;
  // Every problem found: index entries without an artifact, artifacts missing from an index, bodies that do
  // not decode.
  [[nodiscard]] virtual std::vector<std::string> check() const = 0;
  // A consistent, compacted copy; the target must not exist.
  virtual void backup(const std::filesystem::path& target) const = 0;
  // Calls `each` for every artifact, oldest first, then for every event; never holds a read transaction
  // meanwhile for longer than a batch.
  virtual void for_each_artifact(const std::function<void(const ArtifactRecord&)>& each) const = 0;
  virtual void for_each_event(const std::function<void(const EventRecord&)>& each) const = 0;
  // Stores many in few transactions; returns (stored, unchanged); throws conflict naming the id.
  virtual std::pair<std::uint64_t, std::uint64_t> import_artifacts(
      const std::function<bool(ArtifactRecord&)>& next,
      const std::function<bool(const std::string& stored_body, const std::string& new_body)>& same) = 0;
  // The same for events. A known event is brought forward from open to closed, never back; two closed ones
  // that differ are a conflict.
  virtual std::pair<std::uint64_t, std::uint64_t> import_events(
      const std::function<bool(EventRecord&)>& next) = 0;
};

// Bounds on what a store takes; beyond them writing methods throw bad_input.
constexpr std::size_t max_id_bytes = 4096;
constexpr std::size_t max_record_bytes = std::size_t{512} * 1024 * 1024;

struct StoreOptions {
  // Address space reserved at first; it grows by itself. Nothing of it is taken on disk.
  std::size_t map_bytes = std::size_t{1} << 30U;
};

// Opens the store's file, creating it (mode 0600) and its folders if need be. The file is made whole before
// it appears under its name. Within a process, a store is used by one thread at a time.
std::unique_ptr<ArtifactStore> open_store(const std::filesystem::path& path,
                                          const StoreOptions& options = {});
// For commands that only read: nullptr if there is no file yet.
std::unique_ptr<ArtifactStore> open_store_if_exists(const std::filesystem::path& path,
                                                    const StoreOptions& options = {});

}  // namespace gimlet::store

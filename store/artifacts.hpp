#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gimlet::store {

class Database;
struct EventRecord;

// Bounds on what a store takes; beyond them every writing function throws bad_input.
constexpr std::size_t max_id_bytes = 4096;
constexpr std::size_t max_record_bytes = std::size_t{512} * 1024 * 1024;  // an artifact's or event's texts

// What the store indexes of an artifact besides its id and time. Empty strings are not indexed.
struct ArtifactFields {
  std::string repository;
  std::string branch;
  std::string source_branch;
  std::string event;  // push, tag, pr, schedule, manual, other
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

// Conditions that must all hold; an empty optional does not restrict. env and app given together mean one
// manifest with both.
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

// The artifacts of a store (store.hpp says how one is opened, and how its parts fail). An artifact never
// changes once it is stored.
class Artifacts {
 public:
  // Whether the body that is stored under an id means the same as the one that is put. It is called inside
  // the transaction and must not use the store.
  using Same = std::function<bool(const std::string& stored_body)>;

  explicit Artifacts(std::shared_ptr<Database> database) : database_(std::move(database)) {}

  // Stores an artifact under its id. An id that is there already is never written again: the answer is
  // unchanged if `same` says so, else conflict.
  PutStatus put(const ArtifactRecord& artifact, const Same& same);
  // put() and Events::save_event() in one transaction: after a crash both are there or neither is, and the
  // disk is waited for once. The event's id is filled in. On conflict no event is written either.
  PutStatus put(const ArtifactRecord& artifact, const Same& same, EventRecord& event);
  // False if there was no artifact with this id.
  bool remove(const std::string& id);

  [[nodiscard]] std::optional<ArtifactRecord> get(const std::string& id) const;
  // Up to `limit` ids that begin with the prefix, sorted.
  [[nodiscard]] std::vector<std::string> ids_with_prefix(const std::string& prefix, std::size_t limit) const;
  // The newest first; among equal times the one that was stored later comes first.
  [[nodiscard]] std::vector<ArtifactRecord> list(const ArtifactQuery& query) const;
  // Up to `limit` different values of a field of any artifact, sorted; for completion. The field is
  // repository, branch, env, app or tag.
  [[nodiscard]] std::vector<std::string> distinct(const std::string& field, std::size_t limit) const;

 private:
  std::shared_ptr<Database> database_;
};

}  // namespace gimlet::store

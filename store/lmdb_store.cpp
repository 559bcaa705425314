#include "store/lmdb_store.hpp"

#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/util/fs.hpp"
#include "store/tables/codec.hpp"
#include "store/event_id.hpp"
#include "store/tables/keys.hpp"
#include "store/queries/query.hpp"
#include "store/upkeep/valid.hpp"

namespace gimlet::store {
namespace {

struct Known {
  std::string key;
  ArtifactRecord artifact;
};

std::optional<Known> read_artifact(const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  if (id.empty()) return std::nullopt;
  auto stored = find_by_id(txn, in, id);
  if (!stored) return std::nullopt;
  Known known{std::move(stored->key), decode_artifact(stored->bytes)};
  if (known.artifact.id != id)
    throw lmdb::damaged(fmt::format("the id {} leads to {}", id, known.artifact.id));
  return known;
}

// A new record comes after all others of its second, whatever its number will be.
template <class Record>
void check_before_insert(const lmdb::Txn& txn, const Collection& into, const Record& record,
                         const std::vector<std::string>& keys) {
  const std::string key = record_key(record.created, ~std::uint64_t{0});
  check_before(Change::insert, txn, into, key, record.id, keys);
}

std::optional<Index> index_of_field(const std::string& field) {
  if (field == "repository") return Index::repository;
  if (field == "branch") return Index::branch;
  if (field == "env") return Index::env;
  if (field == "app") return Index::app;
  if (field == "tag") return Index::tag;
  return std::nullopt;
}

// The value an index key stands for: the key's own text, or that of the first record under it.
std::string value_of(const lmdb::Txn& txn, const Collection& in, Index index, const lmdb::Cursor& at) {
  std::string text = at.key().substr(1);
  if (!is_shortened(text)) return text;
  const ArtifactFields fields = decode_artifact(record_at(txn, in, at.value())).fields;
  if (index == Index::repository) return fields.repository;
  if (index == Index::branch) return fields.branch;
  if (index == Index::tag) return fields.tag;
  for (const auto& [env, app] : fields.targets) {
    const std::string& value = index == Index::env ? env : app;
    if (bounded(value) == text) return value;
  }
  throw lmdb::damaged("an index names a record that does not belong to it");
}

}  // namespace

PutStatus put_artifact(lmdb::Txn& txn, const Collection& into, const ArtifactRecord& artifact,
                       const std::function<bool(const std::string&)>& same) {
  if (const auto known = read_artifact(txn, into, artifact.id)) {
    return same(known->artifact.body) ? PutStatus::unchanged : PutStatus::conflict;
  }
  insert(txn, into, artifact.created, artifact.id, encode(artifact), index_keys(artifact.fields));
  return PutStatus::stored;
}

void put_event(lmdb::Txn& txn, const Collection& into, const EventRecord& event) {
  const auto stored = find_by_id(txn, into, event.id);
  if (!stored) return insert(txn, into, event.created, event.id, encode(event), index_keys(event));
  const EventRecord before = decode_event(stored->bytes);
  EventRecord after = event;
  after.created = before.created;  // it is part of the key
  replace(txn, into, stored->key, encode(after), index_keys(before), index_keys(after));
}

std::optional<EventRecord> read_event(const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  if (id.empty()) return std::nullopt;
  const auto stored = find_by_id(txn, in, id);
  if (!stored) return std::nullopt;
  EventRecord event = decode_event(stored->bytes);
  if (event.id != id) throw lmdb::damaged(fmt::format("the id {} leads to {}", id, event.id));
  return event;
}

LmdbStore::LmdbStore(std::filesystem::path path, std::shared_ptr<Database> database)
    : path_(std::move(path)), database_(std::move(database)) {}

PutStatus LmdbStore::put(const ArtifactRecord& artifact,
                         const std::function<bool(const std::string&)>& same) {
  require_valid(artifact);
  return write([&](lmdb::Txn& txn) {
    check_before_insert(txn, tables().artifacts, artifact, index_keys(artifact.fields));
    return put_artifact(txn, tables().artifacts, artifact, same);
  });
}

PutStatus LmdbStore::put(const ArtifactRecord& artifact, const std::function<bool(const std::string&)>& same,
                         EventRecord& event) {
  if (event.id.empty()) event.id = new_event_id(event.created);
  require_valid(artifact);
  require_valid(event);
  return write([&](lmdb::Txn& txn) {
    check_before_insert(txn, tables().artifacts, artifact, index_keys(artifact.fields));
    check_before_insert(txn, tables().events, event, index_keys(event));
    const PutStatus status = put_artifact(txn, tables().artifacts, artifact, same);
    if (status != PutStatus::conflict) put_event(txn, tables().events, event);
    return status;
  });
}

std::optional<ArtifactRecord> LmdbStore::get(const std::string& id) const {
  return read([&](const lmdb::Txn& txn) -> std::optional<ArtifactRecord> {
    auto known = read_artifact(txn, tables().artifacts, id);
    if (!known) return std::nullopt;
    return std::move(known->artifact);
  });
}

std::vector<std::string> LmdbStore::ids_with_prefix(const std::string& prefix, std::size_t limit) const {
  return read([&](const lmdb::Txn& txn) {
    const std::string start = prefix.substr(0, prefix_bytes);
    std::vector<std::string> ids;
    lmdb::Cursor cursor(txn, tables().artifacts.ids);
    bool there = start.empty() ? cursor.first() : cursor.at_or_after(start);
    for (; there && cursor.key().starts_with(start) && ids.size() < limit; there = cursor.next()) {
      std::string id = cursor.key();
      if (is_shortened(id)) id = decode_artifact(record_at(txn, tables().artifacts, cursor.value())).id;
      if (id.starts_with(prefix)) ids.push_back(std::move(id));
    }
    return ids;
  });
}

std::vector<ArtifactRecord> LmdbStore::list(const ArtifactQuery& query) const {
  return read([&](const lmdb::Txn& txn) { return select(txn, tables().artifacts, query); });
}

bool LmdbStore::remove(const std::string& id) {
  return write([&](lmdb::Txn& txn) {
    const auto known = read_artifact(txn, tables().artifacts, id);
    if (!known) return false;
    check_before(Change::erase, txn, tables().artifacts, known->key, id, index_keys(known->artifact.fields));
    erase(txn, tables().artifacts, known->key, id, index_keys(known->artifact.fields));
    return true;
  });
}

void LmdbStore::save_event(EventRecord& event) {
  if (event.id.empty()) event.id = new_event_id(event.created);
  require_valid(event);
  write([&](lmdb::Txn& txn) {
    check_before_insert(txn, tables().events, event, index_keys(event));
    put_event(txn, tables().events, event);
    return true;
  });
}

std::optional<EventRecord> LmdbStore::event(const std::string& id) const {
  return read([&](const lmdb::Txn& txn) { return read_event(txn, tables().events, id); });
}

std::unique_ptr<EventClaim> LmdbStore::claim_event(const std::string& id) {
  return named([&] { return std::make_unique<EventClaim>(path_, id); });
}

bool LmdbStore::is_claimed(const std::string& id) const {
  return store::is_claimed(path_, id);
}

std::vector<EventRecord> LmdbStore::events(const EventQuery& query) const {
  return read([&](const lmdb::Txn& txn) { return select(txn, tables().events, query); });
}

std::vector<std::string> LmdbStore::distinct(const std::string& field, std::size_t limit) const {
  const auto index = index_of_field(field);
  if (!index) throw Error(ErrorCode::failed, "the store has no index of distinct values for " + field);
  return read([&](const lmdb::Txn& txn) {
    const std::string start(1, static_cast<char>(*index));
    std::vector<std::string> values;
    lmdb::Cursor cursor(txn, tables().artifacts.index);
    bool there = cursor.at_or_after(start);
    for (; there && cursor.key().starts_with(start) && values.size() < limit; there = cursor.next_key()) {
      values.push_back(value_of(txn, tables().artifacts, *index, cursor));
    }
    return values;
  });
}

std::unique_ptr<ArtifactStore> open_store(const std::filesystem::path& path, const StoreOptions& options) {
  return while_doing([&] { return "opening the store " + path.string(); },
                     [&] {
                       std::error_code ignored;
                       if (!std::filesystem::exists(path, ignored)) {
                         make_private_folders(path.parent_path());
                         create_database(path);
                       }
                       return std::make_unique<LmdbStore>(path, open_database(path, options));
                     });
}

std::unique_ptr<ArtifactStore> open_store_if_exists(const std::filesystem::path& path,
                                                    const StoreOptions& options) {
  return while_doing([&] { return "opening the store " + path.string(); },
                     [&]() -> std::unique_ptr<ArtifactStore> {
                       struct stat info {};
                       if (::stat(path.c_str(), &info) != 0 && errno == ENOENT) return nullptr;
                       return std::make_unique<LmdbStore>(path, open_database(path, options));
                     });
}

}  // namespace gimlet::store

// `store remove`: takes one record out, sound or not, with all that points to it.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/util/error.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/maintenance.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/database.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

template <class Record>
std::optional<Record> decoded(const std::string& bytes) {
  try {
    return decode<Record>(bytes);
  } catch (const Error&) {
    return std::nullopt;
  }
}

// The record that an id leads to, unless that is another's.
template <class Record>
std::optional<std::string> key_of(const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  auto key = txn.get(in.ids, bounded(id));
  if (!key) return std::nullopt;
  const auto bytes = txn.get(in.records, *key);
  const auto record = bytes ? decoded<Record>(*bytes) : std::nullopt;
  return record && record->id != id ? std::nullopt : std::move(key);
}

// The records that say they have an id, wherever it leads.
template <class Record>
std::vector<std::string> keys_that_say(const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  std::vector<std::string> keys;
  lmdb::Cursor cursor(txn, in.records);
  for (bool there = cursor.first(); there; there = cursor.next()) {
    const auto record = decoded<Record>(cursor.value());
    if (record && record->id == id) keys.push_back(cursor.key());
  }
  return keys;
}

// Records of one collection that are to go, with the ids that lead to them.
struct Doomed {
  std::vector<std::string> ids;
  std::vector<std::string> keys;

  [[nodiscard]] bool is_empty() const { return ids.empty() && keys.empty(); }
};

template <class Record>
void add(Doomed& doomed, const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  if (txn.get(in.ids, bounded(id))) doomed.ids.push_back(id);
  if (auto key = key_of<Record>(txn, in, id)) doomed.keys.push_back(std::move(*key));
}

// With every index entry that leads to them, whatever the records say themselves.
void erase(lmdb::Txn& txn, const Collection& from, const Doomed& doomed) {
  if (doomed.is_empty()) return;
  std::vector<std::pair<std::string, std::string>> entries;
  {
    lmdb::Cursor cursor(txn, from.index);
    for (bool there = cursor.first(); there; there = cursor.next()) {
      std::string key = cursor.value();
      if (std::find(doomed.keys.begin(), doomed.keys.end(), key) != doomed.keys.end()) {
        entries.emplace_back(cursor.key(), std::move(key));
      }
    }
  }
  for (const auto& [index_key, key] : entries) txn.remove(from.index, index_key, key);
  for (const auto& key : doomed.keys) txn.remove(from.records, key);
  for (const auto& id : doomed.ids) txn.remove(from.ids, bounded(id));
}

// The ids of an artifact's events.
std::vector<std::string> events_of(const lmdb::Txn& txn, const Collection& events,
                                   const std::string& artifact) {
  std::vector<std::string> ids;
  const std::string wanted = index_key(Index::event_artifact, artifact);
  lmdb::Cursor cursor(txn, events.index);
  for (bool there = cursor.find(wanted); there && cursor.key() == wanted; there = cursor.next()) {
    const auto bytes = txn.get(events.records, cursor.value());
    const auto event = bytes ? decoded<EventRecord>(*bytes) : std::nullopt;
    if (event && event->artifact_id == artifact) ids.push_back(event->id);
  }
  return ids;
}

struct Found {
  Removal removal;
  Doomed artifacts;
  Doomed events;
};

Found find(const lmdb::Txn& txn, const Tables& tables, const std::string& id) {
  Found found;
  if (id.empty()) return found;
  add<ArtifactRecord>(found.artifacts, txn, tables.artifacts, id);
  add<EventRecord>(found.events, txn, tables.events, id);
  if (found.artifacts.keys.empty() && found.events.keys.empty()) {
    found.artifacts.keys = keys_that_say<ArtifactRecord>(txn, tables.artifacts, id);
    found.events.keys = keys_that_say<EventRecord>(txn, tables.events, id);
  }
  found.removal.artifact = !found.artifacts.is_empty();
  if (!found.events.is_empty()) found.removal.events.push_back(id);
  if (!found.removal.artifact) return found;
  for (auto& event : events_of(txn, tables.events, id)) {
    if (event == id) continue;
    add<EventRecord>(found.events, txn, tables.events, event);
    found.removal.events.push_back(std::move(event));
  }
  return found;
}

}  // namespace

Removal Maintenance::find_removal(const std::string& id) const {
  return database_->read([&](const lmdb::Txn& txn) {
    lmdb::require_sound_pages(txn.env().file_descriptor(), txn.id());
    return find(txn, database_->tables(), id).removal;
  });
}

Removal Maintenance::remove(const std::string& id) {
  return database_->write([&](lmdb::Txn& txn) {
    lmdb::require_sound_pages(txn.env().file_descriptor(), txn.id() - 1);
    const Tables& tables = database_->tables();
    const Found found = find(txn, tables, id);
    erase(txn, tables.artifacts, found.artifacts);
    erase(txn, tables.events, found.events);
    return found.removal;
  });
}

}  // namespace gimlet::store

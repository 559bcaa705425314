#include "store/artifacts.hpp"

#include "store/events.hpp"
#include "store/queries/query.hpp"
#include "store/tables/database.hpp"
#include "store/tables/keys.hpp"
#include "store/tables/records.hpp"

namespace gimlet::store {

PutStatus Artifacts::put(const ArtifactRecord& artifact, const Same& same) {
  require_valid(artifact);
  return database_->write([&](lmdb::Txn& txn) {
    const Collection& into = database_->tables().artifacts;
    check_before_put(txn, into, artifact);
    return store::put(txn, into, artifact, same);
  });
}

PutStatus Artifacts::put(const ArtifactRecord& artifact, const Same& same, EventRecord& event) {
  if (event.id.empty()) event.id = new_event_id(event.created);
  require_valid(artifact);
  require_valid(event);
  return database_->write([&](lmdb::Txn& txn) {
    const Tables& tables = database_->tables();
    check_before_put(txn, tables.artifacts, artifact);
    check_before_put(txn, tables.events, event);
    const PutStatus status = store::put(txn, tables.artifacts, artifact, same);
    if (status != PutStatus::conflict) store::put(txn, tables.events, event);
    return status;
  });
}

bool Artifacts::remove(const std::string& id) {
  return database_->write([&](lmdb::Txn& txn) {
    const Collection& from = database_->tables().artifacts;
    const auto known = find<ArtifactRecord>(txn, from, id);
    if (!known) return false;
    check_before(Change::erase, txn, from, known->key, id, index_keys(known->record));
    erase(txn, from, known->key, id, index_keys(known->record));
    return true;
  });
}

std::optional<ArtifactRecord> Artifacts::get(const std::string& id) const {
  return database_->read([&](const lmdb::Txn& txn) -> std::optional<ArtifactRecord> {
    auto known = find<ArtifactRecord>(txn, database_->tables().artifacts, id);
    if (!known) return std::nullopt;
    return std::move(known->record);
  });
}

std::vector<std::string> Artifacts::ids_with_prefix(const std::string& prefix, std::size_t limit) const {
  return database_->read(
      [&](const lmdb::Txn& txn) { return select_ids(txn, database_->tables().artifacts, prefix, limit); });
}

std::vector<ArtifactRecord> Artifacts::list(const ArtifactQuery& query) const {
  return database_->read(
      [&](const lmdb::Txn& txn) { return select(txn, database_->tables().artifacts, query); });
}

std::vector<std::string> Artifacts::distinct(const std::string& field, std::size_t limit) const {
  return database_->read(
      [&](const lmdb::Txn& txn) { return select_values(txn, database_->tables().artifacts, field, limit); });
}

}  // namespace gimlet::store

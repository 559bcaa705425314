#include "store/tables/records.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "store/lmdb/error.hpp"
#include "store/tables/codec.hpp"
#include "store/tables/keys.hpp"

namespace gimlet::store {
namespace {

void require_valid(const std::string& kind, const std::string& id, std::int64_t created, std::size_t bytes) {
  if (id.empty()) {
    throw Error(ErrorCode::bad_input, fmt::format("an {} without an id cannot be stored", kind));
  }
  if (id.size() > max_id_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("the id of an {} has {} bytes, more than the limit of {}",
                                                  kind, id.size(), max_id_bytes));
  }
  if (created < 0 || created > max_time) {
    throw Error(ErrorCode::bad_input, fmt::format("{} {}: the time {} is out of range", kind, id, created));
  }
  if (bytes > max_record_bytes) {
    throw Error(ErrorCode::bad_input, fmt::format("{} {} has {} bytes, more than the limit of {}", kind, id,
                                                  bytes, max_record_bytes));
  }
}

}  // namespace

void require_valid(const ArtifactRecord& artifact) {
  require_valid("artifact", artifact.id, artifact.created, artifact.body.size());
}

void require_valid(const EventRecord& event) {
  require_valid("event", event.id, event.created, event.request.size() + event.results.size());
}

template <class Record>
std::optional<Known<Record>> find(const lmdb::Txn& txn, const Collection& in, const std::string& id) {
  if (id.empty()) return std::nullopt;
  auto stored = find_by_id(txn, in, id);
  if (!stored) return std::nullopt;
  Known<Record> known{std::move(stored->key), decode<Record>(stored->bytes)};
  if (known.record.id != id) throw lmdb::damaged(fmt::format("the id {} leads to {}", id, known.record.id));
  return known;
}
template std::optional<Known<ArtifactRecord>> find(const lmdb::Txn&, const Collection&, const std::string&);
template std::optional<Known<EventRecord>> find(const lmdb::Txn&, const Collection&, const std::string&);

template <class Record>
void check_before_put(const lmdb::Txn& txn, const Collection& into, const Record& record) {
  // It comes after all others of its second.
  const std::string key = record_key(record.created, ~std::uint64_t{0});
  check_before(Change::insert, txn, into, key, record.id, index_keys(record));
}
template void check_before_put(const lmdb::Txn&, const Collection&, const ArtifactRecord&);
template void check_before_put(const lmdb::Txn&, const Collection&, const EventRecord&);

PutStatus put(lmdb::Txn& txn, const Collection& into, const ArtifactRecord& artifact,
              const Artifacts::Same& same) {
  if (const auto known = find<ArtifactRecord>(txn, into, artifact.id)) {
    return same(known->record.body) ? PutStatus::unchanged : PutStatus::conflict;
  }
  insert(txn, into, artifact.created, artifact.id, encode(artifact), index_keys(artifact));
  return PutStatus::stored;
}

void put(lmdb::Txn& txn, const Collection& into, const EventRecord& event) {
  const auto known = find<EventRecord>(txn, into, event.id);
  if (!known) return insert(txn, into, event.created, event.id, encode(event), index_keys(event));
  EventRecord after = event;
  after.created = known->record.created;  // it is part of the key
  replace(txn, into, known->key, encode(after), index_keys(known->record), index_keys(after));
}

}  // namespace gimlet::store

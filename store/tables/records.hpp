#pragma once

#include <optional>
#include <string>

#include "store/artifacts.hpp"
#include "store/events.hpp"
#include "store/tables/collection.hpp"

namespace gimlet::store {

// Artifacts and events in their collections: what single writes and imports do within their transactions.
// Record is ArtifactRecord or EventRecord.

// Throw bad_input for what no store takes: no id or one that is too long, a time out of range, a text that is
// too large.
void require_valid(const ArtifactRecord& artifact);
void require_valid(const EventRecord& event);

template <class Record>
struct Known {
  std::string key;
  Record record;
};

// The record of an id, with its key; nullopt if there is none.
template <class Record>
std::optional<Known<Record>> find(const lmdb::Txn& txn, const Collection& in, const std::string& id);

// check_before() for a record that may be new, whatever its number will be.
template <class Record>
void check_before_put(const lmdb::Txn& txn, const Collection& into, const Record& record);

// Artifacts::put and Events::save_event.
PutStatus put(lmdb::Txn& txn, const Collection& into, const ArtifactRecord& artifact,
              const Artifacts::Same& same);
void put(lmdb::Txn& txn, const Collection& into, const EventRecord& event);

}  // namespace gimlet::store

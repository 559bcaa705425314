#pragma once

#include <vector>

#include "store/artifact_store.hpp"
#include "store/lmdb/txn.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

// What a query asks for, newest first, read through the indexes: the work is that of the rarest condition.
// env and app given together mean one manifest with both.
std::vector<ArtifactRecord> select(const lmdb::Txn& txn, const Collection& in, const ArtifactQuery& query);
std::vector<EventRecord> select(const lmdb::Txn& txn, const Collection& in, const EventQuery& query);

// The conditions that indexes answer, checked on a record.
bool matches(const ArtifactFields& fields, const ArtifactQuery& query);

}  // namespace gimlet::store

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "store/artifacts.hpp"
#include "store/events.hpp"
#include "store/lmdb/txn.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

// What a query asks for, newest first, read through the indexes: the work is that of the rarest condition.
std::vector<ArtifactRecord> select(const lmdb::Txn& txn, const Collection& in, const ArtifactQuery& query);
std::vector<EventRecord> select(const lmdb::Txn& txn, const Collection& in, const EventQuery& query);

// Artifacts::ids_with_prefix and Artifacts::distinct.
std::vector<std::string> select_ids(const lmdb::Txn& txn, const Collection& in, const std::string& prefix,
                                    std::size_t limit);
std::vector<std::string> select_values(const lmdb::Txn& txn, const Collection& in, const std::string& field,
                                       std::size_t limit);

}  // namespace gimlet::store

#pragma once

#include <cstdint>
#include <filesystem>

#include "store/lmdb/txn.hpp"

namespace gimlet::store {

// Tables of the file, schema 1:
//   main          "schema" -> version (4 bytes), "sequence" -> records ever inserted (8 bytes), little-endian
//   artifacts     record key -> codec's bytes          events        likewise
//   artifact_ids  bounded id -> record key             event_ids
//   artifact_index  index key -> record keys (sorted duplicates of one size)   event_index
// One index table for all fields rather than one for each: a small store then changes a few pages per insert
// instead of a dozen.
constexpr int current_schema = 1;

// Records of one kind with their id table and their index.
struct CollectionNames {
  const char* records = "";
  const char* ids = "";
  const char* index = "";
};
struct Collection {
  CollectionNames names;
  lmdb::Dbi records = 0;
  lmdb::Dbi ids = 0;
  lmdb::Dbi index = 0;
};

struct Tables {
  Collection artifacts;
  Collection events;
};

constexpr unsigned table_count = 6;

// Writes the tables of an empty store.
void create_schema(lmdb::Txn& txn, int version = current_schema);

// Opens them; `txn` must be committed for the handles to stay valid. Throws bad_input for an LMDB file that
// is no store of ours, and for a store of a newer version.
Tables open_schema(lmdb::Txn& txn);

// The next number of the store's count of insertions.
std::uint64_t next_sequence(lmdb::Txn& txn);

}  // namespace gimlet::store

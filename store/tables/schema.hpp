#pragma once

#include <cstdint>

#include "store/lmdb/txn.hpp"

namespace gimlet::store {

// Tables of the file, schema 1:
//   main          "schema" -> version (4 bytes), "sequence" -> records ever inserted (8 bytes), little-endian
//   artifacts     record key -> codec's bytes          events        likewise
//   artifact_ids  bounded id -> record key             event_ids
//   artifact_index  index key -> record keys (sorted duplicates of one size)   event_index
// One index table for all fields rather than one for each: a small store then changes a few pages per insert
// instead of a dozen. migrate.hpp says how later schemas come about.

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

// The tables of today's schema.
struct Tables {
  Collection artifacts;
  Collection events;
};

// Writes the tables of an empty store of schema 1.
void create_first_schema(lmdb::Txn& txn);

// A store's schema. Throws bad_input for an LMDB file that is no store of ours, and for a schema after
// `newest`.
int schema_of(const lmdb::Txn& txn, int newest);
void set_schema(lmdb::Txn& txn, int version);

// Opens the tables; `txn` must be committed for the handles to stay valid. Throws bad_input if one is
// missing.
Tables open_tables(lmdb::Txn& txn);

// The next number of the store's count of insertions.
std::uint64_t next_sequence(lmdb::Txn& txn);

}  // namespace gimlet::store

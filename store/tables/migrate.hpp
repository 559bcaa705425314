#pragma once

#include <functional>
#include <vector>

#include "store/lmdb/txn.hpp"

namespace gimlet::store {

// What leads from each schema to the next: the first step from schema 1 to schema 2, and so on; the last one
// to today's. A step changes the tables in the transaction it is given. It may be run again from the start
// (LMDB's map has to grow sometimes), and it must be right for an empty store too, because a new store is
// made as one of schema 1 and brought up.
using Steps = std::vector<std::function<void(lmdb::Txn&)>>;

// This program's steps. A step is never changed once it is released. With a new one come its description in
// schema.hpp and a dump in tests/data/store.
const Steps& schema_steps();

// The schema that the steps lead to.
int newest_schema(const Steps& steps);

// Runs the steps that a store still needs. Throws as schema_of() does.
void upgrade(lmdb::Txn& txn, const Steps& steps);

// upgrade() in a write transaction of its own: after a failure or a crash the store is what it was. Does not
// write, nor wait for writers, if there is nothing to do. A damaged store throws bad_input and stays as it
// is; one that may only be read throws failed.
void migrate(lmdb::Env& env, const Steps& steps);

}  // namespace gimlet::store

#pragma once

#include <filesystem>
#include <memory>

#include "store/artifact_store.hpp"
#include "store/lmdb/env.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/txn.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

// An open file with its tables.
class Database {
 public:
  Database(const std::filesystem::path& path, const StoreOptions& options);

  [[nodiscard]] lmdb::Env& env() { return env_; }
  [[nodiscard]] const Tables& tables() const { return tables_; }

  // Runs fn(Txn&) in a snapshot and returns its result.
  template <class Fn>
  auto read(Fn&& fn) {
    lmdb::Txn txn(env_, lmdb::Txn::Mode::read);
    return fn(txn);
  }

  // Runs fn(Txn&) in a write transaction, commits (durably) and returns its result. When the map turns out
  // too small, it is grown and fn runs again, so fn must not mind being run twice.
  template <class Fn>
  auto write(Fn&& fn) {
    prepare_writing();
    for (;;) {
      try {
        lmdb::Txn txn(env_, lmdb::Txn::Mode::write);
        auto result = fn(txn);
        txn.commit();
        return result;
      } catch (const lmdb::MapFull&) {
        env_.grow();
      }
    }
  }

 private:
  void prepare_writing();

  lmdb::Env env_;
  Tables tables_;
  bool stale_readers_cleared_ = false;
};

// Gives a finished file its final name, durably. Returns false if something has that name already.
bool rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to);

// Writes a new, empty store to `path` in one step; an existing file is left as it is.
void create_database(const std::filesystem::path& path, int schema = current_schema);

// The process's one Database for this file (LMDB's rule: opening a file twice in a process breaks its locks).
std::shared_ptr<Database> open_database(const std::filesystem::path& path, const StoreOptions& options);

}  // namespace gimlet::store

#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/util/error.hpp"
#include "store/lmdb/env.hpp"
#include "store/lmdb/txn.hpp"
#include "store/tables/migrate.hpp"
#include "store/tables/schema.hpp"

namespace gimlet::store {

// An open file with its tables, of the newest schema that the steps lead to.
class Database {
 public:
  // Opens a file that is there, and migrates it. Throws bad_input or failed.
  Database(std::filesystem::path path, std::size_t map_bytes, const Steps& steps = schema_steps());

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] lmdb::Env& env() { return env_; }
  [[nodiscard]] const Tables& tables() const { return tables_; }
  [[nodiscard]] int schema() const { return schema_; }

  // Runs fn(Txn&) as lmdb::read() does. Errors that leave it name the store, here and in
  // write(). Another process may have brought the file to a newer schema meanwhile: both throw bad_input
  // then.
  template <class Fn>
  auto read(Fn&& fn) {
    return named([&] {
      return lmdb::read(env_, [&](lmdb::Txn& txn) {
        static_cast<void>(schema_of(txn, schema_));
        return fn(txn);
      });
    });
  }

  // Runs fn(Txn&) as lmdb::write() does.
  template <class Fn>
  auto write(Fn&& fn) {
    return named([&] {
      prepare_writing();
      return lmdb::write(env_, [&](lmdb::Txn& txn) {
        static_cast<void>(schema_of(txn, schema_));
        return fn(txn);
      });
    });
  }

  // Runs fn() and adds "store PATH" to errors that leave it.
  template <class Fn>
  auto named(Fn&& fn) const {
    return while_doing([this] { return "store " + path_.string(); }, fn);
  }

 private:
  void prepare_writing();

  std::filesystem::path path_;
  lmdb::Env env_;
  int schema_;
  Tables tables_;
  bool stale_readers_cleared_ = false;
};

// Writes a new, empty store to `path` in one step; an existing file is left as it is.
void create_database(const std::filesystem::path& path, const Steps& steps = schema_steps());

// The process's one Database for this file (LMDB's rule: opening a file twice in a process breaks its locks).
std::shared_ptr<Database> open_database(const std::filesystem::path& path, std::size_t map_bytes);

}  // namespace gimlet::store

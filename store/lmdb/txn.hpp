#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/lmdb/env.hpp"
#include "store/lmdb/error.hpp"

struct MDB_txn;
struct MDB_cursor;

namespace gimlet::store::lmdb {

// A table of the file. Handles are valid for the Env's life once the transaction that opened them committed.
using Dbi = unsigned;
constexpr Dbi free_list_table = 0;  // LMDB's own list of unused pages
constexpr Dbi main_table = 1;       // the unnamed table, which also holds the names of the others

constexpr std::size_t max_key_bytes = 511;

enum class TableKind { plain, sorted_duplicates_of_one_size };

// A transaction: a snapshot to read, or the one writer (waits for other writers). Aborts in its destructor
// unless committed. Everything it returns is a copy. All methods throw as raise() does.
class Txn {
 public:
  enum class Mode { read, write };

  Txn(Env& env, Mode mode);
  Txn(const Txn&) = delete;
  Txn& operator=(const Txn&) = delete;
  ~Txn();

  void commit();
  [[nodiscard]] MDB_txn* handle() const { return txn_; }
  [[nodiscard]] Env& env() const { return env_; }
  [[nodiscard]] bool is_writing() const { return writing_; }
  [[nodiscard]] std::uint64_t id() const;

  [[nodiscard]] Dbi create_table(const char* name, TableKind kind);
  // nullopt if the file has no such table.
  [[nodiscard]] std::optional<Dbi> open_table(const char* name);
  [[nodiscard]] std::uint64_t entries(Dbi table) const;

  [[nodiscard]] std::optional<std::string> get(Dbi table, std::string_view key) const;
  void put(Dbi table, std::string_view key, std::string_view value);
  // Puts a key that is not there yet; false if it is.
  bool add(Dbi table, std::string_view key, std::string_view value);
  // Removes a key with its value, or one value of a key; false if it was not there.
  bool remove(Dbi table, std::string_view key, std::optional<std::string_view> value = std::nullopt);

  // Pages that the free list holds for later use.
  [[nodiscard]] std::uint64_t free_pages() const;

 private:
  void begin(unsigned flags);

  Env& env_;
  bool writing_;
  MDB_txn* txn_ = nullptr;
};

// Runs fn(Txn&) in a write transaction, commits (durably) and returns its result. When the map turns out too
// small, it is grown and fn runs again, so fn must not mind being run twice.
template <class Fn>
auto write(Env& env, Fn&& fn) {
  for (;;) {
    try {
      Txn txn(env, Txn::Mode::write);
      auto result = fn(txn);
      txn.commit();
      return result;
    } catch (const MapFull&) {
      env.grow();
    }
  }
}

// Runs fn(Txn&) in a snapshot and returns its result. Where there is no lock and writers overtake it, what it
// gave or threw counts for nothing and fn runs again, so fn must not mind that. Throws failed when that goes
// on.
template <class Fn>
auto read(Env& env, Fn&& fn) {
  constexpr int most_attempts = 10;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    Txn txn(env, Txn::Mode::read);
    const std::uint64_t snapshot = txn.id();
    try {
      auto result = fn(txn);
      if (env.is_overtaken(snapshot)) continue;
      txn.commit();  // for the handles of tables that it opened
      return result;
    } catch (const Error&) {
      if (!env.is_overtaken(snapshot)) throw;
    }
  }
  raise_overtaken();
}

// A place in a table. Methods that move return false when there is nothing there. Steps from entry to entry
// throw bad_input where the order of the entries is not that of the table: in a damaged file a walk would
// otherwise go round in circles. Must die before its transaction commits.
class Cursor {
 public:
  Cursor(const Txn& txn, Dbi table);
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor();

  bool first();
  bool last();
  bool next();
  bool previous();
  bool find(std::string_view key);
  bool at_or_after(std::string_view key);
  bool next_key();  // past the other values of this key

  // Among the values of one key, in tables with duplicates.
  bool last_value();
  bool previous_value();
  bool find_value(std::string_view key, std::string_view value);
  bool find_value_at_or_after(std::string_view key, std::string_view value);
  [[nodiscard]] std::size_t count_values() const;

  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] std::string value() const;

 private:
  bool move(int operation, std::string_view key = {}, std::string_view value = {});
  enum class Direction { up, down };
  // move() to the entry after this one, or before it.
  bool step(int operation, Direction direction);

  const Txn& txn_;
  Dbi table_;
  MDB_cursor* cursor_ = nullptr;
  std::string key_;
  const void* value_ = nullptr;
  std::size_t value_bytes_ = 0;
};

}  // namespace gimlet::store::lmdb

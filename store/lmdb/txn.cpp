#include "store/lmdb/txn.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <lmdb.h>

#include "store/lmdb/error.hpp"
#include "store/lmdb/guard.hpp"

namespace gimlet::store::lmdb {
namespace {

// LMDB takes MDB_val without const but does not write through it.
MDB_val to_val(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};  // NOLINT: the C interface has no const
}

std::string copied(const void* data, std::size_t bytes, std::size_t limit) {
  if (bytes > limit) throw damaged("a value is longer than the file");
  if (bytes == 0) return {};
  std::string text(bytes, '\0');
  check(guarded([&] {
          std::memcpy(text.data(), data, bytes);
          return 0;
        }),
        "cannot read the store");
  return text;
}

}  // namespace

Txn::Txn(Env& env, Mode mode) : env_(env), writing_(mode == Mode::write) {
  if (mode == Mode::write && env.read_only()) {
    throw Error(ErrorCode::failed, "the store's file may only be read").hint("check the file's permissions");
  }
  begin(mode == Mode::read ? MDB_RDONLY : 0U);
}

void Txn::begin(unsigned flags) {
  for (int attempt = 0;; ++attempt) {
    const int code = guarded([&] { return mdb_txn_begin(env_.handle(), nullptr, flags, &txn_); });
    if (code == 0) break;
    if (attempt == 10) raise(code, "cannot begin a transaction");
    if (code == MDB_MAP_RESIZED) {
      env_.adopt_growth();
    } else if (code == MDB_READERS_FULL && attempt == 0) {
      env_.clear_stale_readers();
    } else {
      raise(code, "cannot begin a transaction");
    }
  }
  // LMDB sets the order of the unnamed table's keys only when asked for it, and calls a null pointer
  // otherwise.
  Dbi unnamed = 0;
  const int code = guarded([&] { return mdb_dbi_open(txn_, nullptr, 0, &unnamed); });
  if (code == 0) return;
  mdb_txn_abort(std::exchange(txn_, nullptr));
  raise(code, "cannot begin a transaction");
}

Txn::~Txn() {
  if (txn_ == nullptr) return;
  guarded([this] {
    mdb_txn_abort(txn_);
    return 0;
  });
}

void Txn::commit() {
  MDB_txn* txn = std::exchange(txn_, nullptr);  // freed by LMDB, whether the commit succeeds or not
  const int code = guarded([&] { return mdb_txn_commit(txn); });
  check(code == EIO ? env_.cause_of_short_write() : code, "cannot write to the store");
  if (writing_) env_.extend_file();
}

std::uint64_t Txn::id() const {
  return mdb_txn_id(txn_);
}

Dbi Txn::create_table(const char* name, TableKind kind) {
  Dbi table = 0;
  const unsigned flags = kind == TableKind::plain ? 0U : MDB_DUPSORT | MDB_DUPFIXED;
  check(guarded([&] { return mdb_dbi_open(txn_, name, MDB_CREATE | flags, &table); }),
        "cannot create a table of the store");
  return table;
}

std::optional<Dbi> Txn::open_table(const char* name) {
  Dbi table = 0;
  const int code = guarded([&] { return mdb_dbi_open(txn_, name, 0, &table); });
  if (code == MDB_NOTFOUND) return std::nullopt;
  check(code, "cannot open a table of the store");
  return table;
}

std::uint64_t Txn::entries(Dbi table) const {
  MDB_stat stat{};
  check(guarded([&] { return mdb_stat(txn_, table, &stat); }), "cannot read the store");
  return stat.ms_entries;
}

std::optional<std::string> Txn::get(Dbi table, std::string_view key) const {
  MDB_val wanted = to_val(key);
  MDB_val found{};
  const int code = guarded([&] { return mdb_get(txn_, table, &wanted, &found); });
  if (code == MDB_NOTFOUND) return std::nullopt;
  check(code, "cannot read the store");
  return copied(found.mv_data, found.mv_size, env_.map_bytes());
}

void Txn::put(Dbi table, std::string_view key, std::string_view value) {
  MDB_val wanted = to_val(key);
  MDB_val content = to_val(value);
  check(guarded([&] { return mdb_put(txn_, table, &wanted, &content, 0); }), "cannot write to the store");
}

bool Txn::add(Dbi table, std::string_view key, std::string_view value) {
  MDB_val wanted = to_val(key);
  MDB_val content = to_val(value);
  const int code = guarded([&] { return mdb_put(txn_, table, &wanted, &content, MDB_NOOVERWRITE); });
  if (code == MDB_KEYEXIST) return false;
  check(code, "cannot write to the store");
  return true;
}

bool Txn::remove(Dbi table, std::string_view key, std::optional<std::string_view> value) {
  MDB_val wanted = to_val(key);
  MDB_val content = to_val(value.value_or(""));
  const int code = guarded([&] { return mdb_del(txn_, table, &wanted, value ? &content : nullptr); });
  if (code == MDB_NOTFOUND) return false;
  check(code, "cannot write to the store");
  return true;
}

std::uint64_t Txn::free_pages() const {
  std::uint64_t pages = 0;
  Cursor cursor(*this, free_list_table);
  for (bool there = cursor.first(); there; there = cursor.next()) {
    const std::string list = cursor.value();  // a count, then that many page numbers
    std::uint64_t count = 0;
    if (list.size() < sizeof count) throw damaged("the list of free pages is cut off");
    std::memcpy(&count, list.data(), sizeof count);
    pages += count;
  }
  return pages;
}

Cursor::Cursor(const Txn& txn, Dbi table) : txn_(txn) {
  check(guarded([&] { return mdb_cursor_open(txn.handle(), table, &cursor_); }), "cannot read the store");
}

Cursor::~Cursor() {
  guarded([this] {
    mdb_cursor_close(cursor_);
    return 0;
  });
}

bool Cursor::move(int operation, std::string_view key, std::string_view value) {
  MDB_val wanted = to_val(key);
  MDB_val found = to_val(value);
  const int code = guarded(
      [&] { return mdb_cursor_get(cursor_, &wanted, &found, static_cast<MDB_cursor_op>(operation)); });
  if (code == MDB_NOTFOUND) return false;
  check(code, "cannot read the store");
  value_ = found.mv_data;
  value_bytes_ = found.mv_size;
  // Operations on the values of one key leave the key untouched.
  if (wanted.mv_data != nullptr && wanted.mv_data != key.data()) {
    key_ = copied(wanted.mv_data, wanted.mv_size, max_key_bytes);
  } else if (!key.empty()) {
    key_ = key;
  }
  return true;
}

bool Cursor::first() {
  return move(MDB_FIRST);
}
bool Cursor::last() {
  return move(MDB_LAST);
}
bool Cursor::next() {
  return move(MDB_NEXT);
}
bool Cursor::previous() {
  return move(MDB_PREV);
}
bool Cursor::find(std::string_view key) {
  return move(MDB_SET_KEY, key);
}
bool Cursor::at_or_after(std::string_view key) {
  return move(MDB_SET_RANGE, key);
}
bool Cursor::next_key() {
  return move(MDB_NEXT_NODUP);
}
bool Cursor::last_value() {
  return move(MDB_LAST_DUP);
}
bool Cursor::previous_value() {
  return move(MDB_PREV_DUP);
}
bool Cursor::find_value(std::string_view key, std::string_view value) {
  return move(MDB_GET_BOTH, key, value);
}
bool Cursor::find_value_at_or_after(std::string_view key, std::string_view value) {
  return move(MDB_GET_BOTH_RANGE, key, value);
}

std::size_t Cursor::count_values() const {
  std::size_t count = 0;
  check(guarded([&] { return mdb_cursor_count(cursor_, &count); }), "cannot read the store");
  return count;
}

std::string Cursor::value() const {
  return copied(value_, value_bytes_, txn_.env().map_bytes());
}

}  // namespace gimlet::store::lmdb

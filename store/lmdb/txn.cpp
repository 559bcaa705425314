#include "store/lmdb/txn.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <lmdb.h>
#include <sys/stat.h>

#include "store/lmdb/error.hpp"
#include "store/lmdb/guard.hpp"

namespace gimlet::store::lmdb {
namespace {

// LMDB takes MDB_val without const but does not write through it.
MDB_val to_val(std::string_view text) {
  return {text.size(), const_cast<char*>(text.data())};  // NOLINT: the C interface has no const
}

// What is larger is looked at twice: memory for it is asked for only if the file can hold it.
constexpr std::size_t large_bytes = std::size_t{1} << 20U;

void check_size(const Txn& txn, std::size_t bytes) {
  if (bytes <= large_bytes) return;
  std::size_t limit = txn.env().map_bytes();
  struct stat file {};
  // What a transaction writes is not in the file before its end.
  if (!txn.is_writing() && ::fstat(txn.env().file_descriptor(), &file) == 0) {
    limit = std::min(limit, static_cast<std::size_t>(file.st_size));
  }
  if (bytes > limit) throw damaged("a value is longer than the file");
}

std::string copied(const void* data, std::size_t bytes) {
  if (bytes == 0) return {};
  std::string text(bytes, '\0');
  check(guarded([&] {
          std::memcpy(text.data(), data, bytes);
          return 0;
        }),
        "cannot read the store");
  return text;
}

// As LMDB orders keys: those of its own list of pages are numbers, others are compared byte by byte.
int compare_keys(Dbi table, const std::string& a, const std::string& b) {
  std::uint64_t numbers[2]{};
  if (table != free_list_table || a.size() != sizeof numbers[0] || b.size() != sizeof numbers[1]) {
    return a.compare(b);
  }
  std::memcpy(&numbers[0], a.data(), sizeof numbers[0]);
  std::memcpy(&numbers[1], b.data(), sizeof numbers[1]);
  return numbers[0] < numbers[1] ? -1 : static_cast<int>(numbers[0] > numbers[1]);
}

}  // namespace

Txn::Txn(Env& env, Mode mode) : env_(env), writing_(mode == Mode::write) {
  if (mode == Mode::write && env.read_only()) {
    throw Error(ErrorCode::failed, "the store may only be read")
        .hint("the store's file, its lock file and their folder must be writable for you");
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
  check_size(*this, found.mv_size);
  return copied(found.mv_data, found.mv_size);
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

Cursor::Cursor(const Txn& txn, Dbi table) : txn_(txn), table_(table) {
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
    if (wanted.mv_size > max_key_bytes) throw damaged("a key is too long");
    key_ = copied(wanted.mv_data, wanted.mv_size);
  } else if (!key.empty()) {
    key_ = key;
  }
  return true;
}

bool Cursor::step(int operation, Direction direction) {
  const std::string key = key_;
  const void* const value = value_;
  const std::size_t bytes = value_bytes_;
  if (!move(operation)) return false;
  if (value == nullptr) return true;  // it stood nowhere
  int order = compare_keys(table_, key_, key);
  if (order == 0) {  // another value of the key
    if (std::max(bytes, value_bytes_) > max_key_bytes) throw damaged("a value of several is too long");
    order = copied(value_, value_bytes_).compare(copied(value, bytes));
  }
  if (direction == Direction::up ? order > 0 : order < 0) return true;
  throw damaged("its entries are out of order");
}

bool Cursor::first() {
  return move(MDB_FIRST);
}
bool Cursor::last() {
  return move(MDB_LAST);
}
bool Cursor::next() {
  return step(MDB_NEXT, Direction::up);
}
bool Cursor::previous() {
  return step(MDB_PREV, Direction::down);
}
bool Cursor::find(std::string_view key) {
  return move(MDB_SET_KEY, key);
}
bool Cursor::at_or_after(std::string_view key) {
  return move(MDB_SET_RANGE, key);
}
bool Cursor::next_key() {
  return step(MDB_NEXT_NODUP, Direction::up);
}
bool Cursor::last_value() {
  return move(MDB_LAST_DUP);
}
bool Cursor::previous_value() {
  return step(MDB_PREV_DUP, Direction::down);
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
  check_size(txn_, value_bytes_);
  return copied(value_, value_bytes_);
}

}  // namespace gimlet::store::lmdb

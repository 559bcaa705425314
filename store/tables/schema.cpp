#include "store/tables/schema.hpp"

#include <cstring>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "store/lmdb/error.hpp"

namespace gimlet::store {
namespace {

constexpr const char* schema_key = "schema";
constexpr const char* sequence_key = "sequence";

constexpr CollectionNames artifact_tables{"artifacts", "artifact_ids", "artifact_index"};
constexpr CollectionNames event_tables{"events", "event_ids", "event_index"};

template <class T>
std::string to_bytes(T number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

template <class T>
std::optional<T> number_in(const lmdb::Txn& txn, const char* key) {
  const auto bytes = txn.get(lmdb::main_table, key);
  if (!bytes || bytes->size() != sizeof(T)) return std::nullopt;
  T number{};
  std::memcpy(&number, bytes->data(), sizeof number);
  return number;
}

void create(lmdb::Txn& txn, const CollectionNames& names) {
  static_cast<void>(txn.create_table(names.records, lmdb::TableKind::plain));
  static_cast<void>(txn.create_table(names.ids, lmdb::TableKind::plain));
  static_cast<void>(txn.create_table(names.index, lmdb::TableKind::sorted_duplicates_of_one_size));
}

lmdb::Dbi require(lmdb::Txn& txn, const char* name) {
  const auto table = txn.open_table(name);
  if (!table) throw lmdb::damaged(fmt::format("the table {} is missing", name));
  return *table;
}

Collection open(lmdb::Txn& txn, const CollectionNames& names) {
  return {names, require(txn, names.records), require(txn, names.ids), require(txn, names.index)};
}

}  // namespace

void create_first_schema(lmdb::Txn& txn) {
  set_schema(txn, 1);
  txn.put(lmdb::main_table, sequence_key, to_bytes(std::uint64_t{0}));
  create(txn, artifact_tables);
  create(txn, event_tables);
}

int schema_of(const lmdb::Txn& txn, int newest) {
  const auto version = number_in<std::uint32_t>(txn, schema_key);
  if (!version || *version == 0) {
    throw Error(ErrorCode::bad_input, "it is an LMDB file, but not a store of gimlet's")
        .hint("give another path, or move the file away");
  }
  if (*version > static_cast<std::uint32_t>(newest)) {
    throw Error(
        ErrorCode::bad_input,
        fmt::format("the store has schema {}, and this gimlet knows schemas up to {}", *version, newest))
        .hint("upgrade gimlet");
  }
  return static_cast<int>(*version);
}

void set_schema(lmdb::Txn& txn, int version) {
  txn.put(lmdb::main_table, schema_key, to_bytes(static_cast<std::uint32_t>(version)));
}

Tables open_tables(lmdb::Txn& txn) {
  return {open(txn, artifact_tables), open(txn, event_tables)};
}

std::uint64_t next_sequence(lmdb::Txn& txn) {
  const auto last = number_in<std::uint64_t>(txn, sequence_key);
  if (!last) throw lmdb::damaged("the count of insertions is missing");
  txn.put(lmdb::main_table, sequence_key, to_bytes(*last + 1));
  return *last + 1;
}

}  // namespace gimlet::store

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

// LMDB's file format (data version 1, 64-bit), as MDB_page, MDB_node, MDB_db and MDB_meta of mdb.c define it.
namespace gimlet::store::lmdb::format {

constexpr std::size_t page_header_bytes = 16;
constexpr std::size_t node_header_bytes = 8;
constexpr std::size_t table_bytes = 48;
constexpr std::uint64_t no_page = ~std::uint64_t{0};

// Kinds of page.
constexpr std::uint16_t branch_page = 1;
constexpr std::uint16_t leaf_page = 2;
constexpr std::uint16_t overflow_page = 4;
constexpr std::uint16_t fixed_leaf_page = 0x20;
constexpr std::uint16_t page_kind_mask = 0x2f;

// Kinds of entry.
constexpr std::uint16_t big_data = 1;
constexpr std::uint16_t sub_table = 2;
constexpr std::uint16_t duplicates = 4;

// The number at an offset, which must be inside.
template <class T>
T load(std::string_view bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

struct Table {
  std::uint16_t depth = 0;
  std::uint64_t root = no_page;
  bool is_free_list = false;
  bool holds_duplicates = false;  // a tree of one key's values: keys without data
};

// The description of a table at an offset, table_bytes long.
Table table_at(std::string_view bytes, std::size_t offset);

// One state of the store: where its tables begin, and how much of the file it may use.
struct Meta {
  std::uint64_t page_bytes = 0;
  std::uint64_t last_page = 0;
  std::uint64_t snapshot = 0;
  Table free_list;
  Table main;
};

// At most `bytes` from the offset; less at the end of the file. Throws failed.
std::string read_at(int descriptor, std::uint64_t offset, std::size_t bytes);

// Both meta pages: LMDB writes them in turn and reads the newer. Throws bad_input, with a message for people,
// for what is no LMDB file, has another format version or a damaged head.
std::array<Meta, 2> metas_of(int descriptor);
const Meta& newest(const std::array<Meta, 2>& metas);

}  // namespace gimlet::store::lmdb::format

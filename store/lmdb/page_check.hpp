#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gimlet::store::lmdb {

// LMDB's file format (data version 1, 64-bit, as mdb.c defines it) read without LMDB, which trusts its file.

// Throws bad_input, with a message for people, for what is no LMDB file: a folder, an empty file, some other
// content, another format version, a file that ends before its last page in use. Throws failed if the file
// cannot be read, not_found if there is none.
void check_header(const std::filesystem::path& path);

// Walks every page reachable from a snapshot and returns what is wrong with their structure, at most `limit`
// findings. A transaction must hold the snapshot; nothing is found in one that two commits have followed.
std::vector<std::string> check_pages(int file_descriptor, std::uint64_t snapshot_id, std::size_t limit = 20);

// Throws bad_input for the first thing that check_pages() finds.
void require_sound_pages(int file_descriptor, std::uint64_t snapshot_id);

// A way down the tree: the name of a table, a key in it, and for a table with duplicates a value.
using PagePath = std::vector<std::string>;

// Checks the pages that lead to where the keys are or would be, with `neighbours` those beside them as well
// (a removal merges them), and the first of the free list: what a write there copies into memory and changes.
// Throws bad_input at the first that is damaged.
void check_paths(int file_descriptor, std::uint64_t snapshot_id, const std::vector<PagePath>& paths,
                 bool neighbours);

}  // namespace gimlet::store::lmdb

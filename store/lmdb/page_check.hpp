#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace gimlet::store::lmdb {

// LMDB's file format (data version 1, 64-bit, as mdb.c defines it) read without LMDB, which trusts its file.

// Throws bad_input, with a message for people, for what is no LMDB file: a folder, an empty file, some other
// content, another format version, a file that ends before its last page in use. Throws failed if the file
// cannot be read, not_found if there is none.
void check_header(const std::filesystem::path& path);

// Walks every page reachable from the snapshot `snapshot_id` (nullopt: the newest) and returns what is wrong
// with their structure, at most `limit` findings. The snapshot must be held by a read transaction.
std::vector<std::string> check_pages(int file_descriptor, std::optional<std::uint64_t> snapshot_id,
                                     std::size_t limit = 20);

}  // namespace gimlet::store::lmdb

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/artifacts.hpp"
#include "store/events.hpp"

namespace gimlet::store {

// Record keys: 12 bytes that sort by time, then by order of insertion: 5 bytes of unix seconds and 7 bytes of
// the store's own count, both big-endian. (A std::string of 12 bytes needs no memory of its own.)
constexpr std::size_t record_key_bytes = 12;
constexpr std::int64_t max_time = (std::int64_t{1} << 40) - 1;  // in the year 36812
std::string record_key(std::int64_t created, std::uint64_t sequence);
std::int64_t created_of(std::string_view record_key);

// Index keys: one byte that says what is indexed, then the value. LMDB's keys end at 511 bytes, so a value of
// more than 200 bytes is cut to 137 and given its SHA-256: prefixes of up to 137 bytes still work.
enum class Index : char {
  repository = 'r',
  branch = 'b',
  repository_and_branch = 'R',
  source_branch = 'o',
  event = 'e',
  sha = 's',
  tag = 't',
  env = 'n',
  app = 'a',
  env_and_app = 'N',
  event_type = 'T',
  event_status = 'S',
  event_artifact = 'A'
};
constexpr std::size_t max_plain_bytes = 200;
constexpr std::size_t prefix_bytes = 137;

// A value, or id, as it stands in keys. Values that differ give keys that differ.
std::string bounded(std::string_view value);
// True if the text in a key stands for a longer one.
bool is_shortened(std::string_view key_text);

std::string index_key(Index index, std::string_view value);
std::string index_key(Index index, std::string_view first, std::string_view second);

// Every index key of a record, sorted, each once.
std::vector<std::string> index_keys(const ArtifactRecord& artifact);
std::vector<std::string> index_keys(const EventRecord& event);

}  // namespace gimlet::store

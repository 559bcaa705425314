#include "store/tables/keys.hpp"

#include <algorithm>

#include "core/util/hash.hpp"

namespace gimlet::store {
namespace {

constexpr int time_bytes = 5;

void append_big_endian(std::string& text, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    text += static_cast<char>(static_cast<unsigned char>(value >> static_cast<unsigned>(shift)));
  }
}

void add(std::vector<std::string>& keys, Index index, const std::string& value) {
  if (!value.empty()) keys.push_back(index_key(index, value));
}

void add(std::vector<std::string>& keys, Index index, const std::string& first, const std::string& second) {
  if (!first.empty() && !second.empty()) keys.push_back(index_key(index, first, second));
}

void sort_unique(std::vector<std::string>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

std::string record_key(std::int64_t created, std::uint64_t sequence) {
  std::string key;
  append_big_endian(key, static_cast<std::uint64_t>(std::clamp<std::int64_t>(created, 0, max_time)),
                    time_bytes);
  append_big_endian(key, sequence, static_cast<int>(record_key_bytes) - time_bytes);
  return key;
}

std::int64_t created_of(std::string_view record_key) {
  std::int64_t created = 0;
  for (int i = 0; i < time_bytes; ++i) {
    created = created * 256 + static_cast<unsigned char>(record_key[static_cast<std::size_t>(i)]);
  }
  return created;
}

std::string bounded(std::string_view value) {
  if (value.size() <= max_plain_bytes) return std::string(value);
  return std::string(value.substr(0, prefix_bytes)) + sha256_hex(value);
}

bool is_shortened(std::string_view key_text) {
  return key_text.size() > max_plain_bytes;
}

std::string index_key(Index index, std::string_view value) {
  return static_cast<char>(index) + bounded(value);
}

std::string index_key(Index index, std::string_view first, std::string_view second) {
  const std::string head = bounded(first);
  return std::string{static_cast<char>(index), static_cast<char>(static_cast<unsigned char>(head.size()))} +
         head + bounded(second);
}

std::vector<std::string> index_keys(const ArtifactRecord& artifact) {
  const ArtifactFields& fields = artifact.fields;
  std::vector<std::string> keys;
  add(keys, Index::repository, fields.repository);
  add(keys, Index::branch, fields.branch);
  add(keys, Index::repository_and_branch, fields.repository, fields.branch);
  add(keys, Index::source_branch, fields.source_branch);
  add(keys, Index::event, fields.event);
  add(keys, Index::sha, fields.sha);
  add(keys, Index::tag, fields.tag);
  for (const auto& [env, app] : fields.targets) {
    add(keys, Index::env, env);
    add(keys, Index::app, app);
    add(keys, Index::env_and_app, env, app);
  }
  sort_unique(keys);
  return keys;
}

std::vector<std::string> index_keys(const EventRecord& event) {
  std::vector<std::string> keys;
  add(keys, Index::event_type, event.type);
  add(keys, Index::event_status, std::string(to_string(event.status)));
  add(keys, Index::event_artifact, event.artifact_id);
  sort_unique(keys);
  return keys;
}

}  // namespace gimlet::store

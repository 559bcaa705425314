#include "gitops/git2/tree_data.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "core/util/error.hpp"

namespace gimlet::git2 {
namespace {

constexpr int octal = 8;

int first_byte(std::string_view name) {
  return name.empty() ? 0 : static_cast<unsigned char>(name.front());
}

}  // namespace

void TreeCursor::next() {
  if (rest_.empty()) {
    done_ = true;
    return;
  }
  const auto space = rest_.find(' ');
  const auto end = space == std::string_view::npos ? space : rest_.find('\0', space);
  if (end == std::string_view::npos || rest_.size() - end - 1 < GIT_OID_RAWSZ) {
    throw Error(ErrorCode::failed, "a damaged tree in the repository").hint("check it with: git fsck");
  }
  unsigned mode = 0;
  std::from_chars(rest_.data(), rest_.data() + space, mode, octal);
  entry_.mode = static_cast<git_filemode_t>(mode);
  entry_.name = rest_.substr(space + 1, end - space - 1);
  std::memcpy(entry_.id.id, rest_.data() + end + 1, GIT_OID_RAWSZ);
  rest_.remove_prefix(end + 1 + GIT_OID_RAWSZ);
}

int compare_names(std::string_view a, bool a_folder, std::string_view b, bool b_folder) {
  const std::size_t common = std::min(a.size(), b.size());
  if (const int order = std::memcmp(a.data(), b.data(), common); order != 0) return order;
  const auto after = [common](std::string_view name, bool folder) {
    if (name.size() > common) return static_cast<int>(static_cast<unsigned char>(name[common]));
    return folder ? static_cast<int>('/') : 0;
  };
  return after(a, a_folder) - after(b, b_folder);
}

std::optional<TreeEntry> find_entry(std::string_view tree, std::string_view name) {
  for (TreeCursor cursor(tree); !cursor.done(); cursor.next()) {
    const std::string_view here = cursor.entry().name;
    if (here == name) return cursor.entry();
    if (first_byte(here) > first_byte(name)) break;  // names are sorted
  }
  return std::nullopt;
}

std::string serialise(const std::vector<TreeEntry>& entries) {
  std::string bytes;
  std::size_t size = 0;
  constexpr std::size_t mode_space_nul = 8;
  for (const auto& entry : entries) size += entry.name.size() + mode_space_nul + GIT_OID_RAWSZ;
  bytes.reserve(size);
  for (const auto& entry : entries) {
    std::array<char, mode_space_nul> mode{};
    const auto end =
        std::to_chars(mode.data(), mode.data() + mode.size(), static_cast<unsigned>(entry.mode), octal);
    bytes.append(mode.data(), end.ptr);
    bytes += ' ';
    bytes += entry.name;
    bytes += '\0';
    for (const unsigned char byte : entry.id.id) bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace gimlet::git2

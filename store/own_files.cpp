#include "store/own_files.hpp"

#include <optional>
#include <system_error>
#include <utility>

#include <sys/stat.h>

namespace gimlet::store {
namespace {

constexpr int most_links = 40;  // Linux gives up there

// What tells a file from another; nothing if there is none.
std::optional<std::pair<dev_t, ino_t>> file_id(const std::filesystem::path& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return std::pair(info.st_dev, info.st_ino);
}

}  // namespace

std::filesystem::path behind_links(std::filesystem::path path) {
  std::error_code failure;
  for (int links = 0; links < most_links && is_symlink(path, failure); ++links) {
    path = path.parent_path() / read_symlink(path, failure);
  }
  return path;
}

bool is_own_file(const std::filesystem::path& store, const std::filesystem::path& file) {
  const std::string named = behind_links(store).string();
  const auto id = file_id(file);
  std::error_code ignored;  // of a path that cannot be made out: it leads nowhere
  const std::filesystem::path place = id ? file : weakly_canonical(behind_links(file), ignored);
  for (const char* const suffix : {"", "-lock", "-events"}) {
    const std::filesystem::path own = named + suffix;
    if (id ? id == file_id(own) : place == weakly_canonical(own, ignored)) return true;
  }
  return false;
}

}  // namespace gimlet::store

#include "gitops/local/mirror_list.hpp"

#include <algorithm>

#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/local/mirror.hpp"

namespace gimlet::gitops {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_description = 4096;
constexpr int lock_timeout_ms = 10'000;

std::string url_of(const fs::path& folder) {
  try {
    std::string text(trim(read_file(folder / "description", max_description)));
    if (text.starts_with(mirror_description)) text.erase(0, mirror_description.size());
    return text.substr(0, text.find(';'));
  } catch (const Error&) {
    return "";
  }
}

std::uint64_t size_of(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code none;
  for (fs::recursive_directory_iterator it(folder, none), end; !none && it != end; it.increment(none)) {
    std::error_code gone;
    if (it->is_regular_file(gone)) bytes += it->file_size(gone);
  }
  return bytes;
}

UnixSeconds used(const fs::path& folder) {
  struct stat status {};
  return ::stat((folder / "HEAD").c_str(), &status) == 0 ? status.st_mtim.tv_sec : 0;
}

}  // namespace

std::vector<Mirror> list_mirrors(const fs::path& cache_folder) {
  std::vector<Mirror> mirrors;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(cache_folder / "mirrors", none)) {
    if (entry.path().extension() != ".git") continue;
    mirrors.push_back({entry.path(), url_of(entry.path()), size_of(entry.path()), used(entry.path())});
  }
  std::sort(mirrors.begin(), mirrors.end(), [](const Mirror& a, const Mirror& b) { return a.url < b.url; });
  return mirrors;
}

void remove_mirror(const Mirror& mirror) {
  const FileLock lock(mirror.folder.string() + ".lock", lock_timeout_ms);
  const fs::path going = mirror.folder.string() + ".new";  // what a fresh start would clear away
  std::error_code code;
  fs::remove_all(going, code);
  fs::rename(mirror.folder, going, code);
  if (!code) fs::remove_all(going, code);
  if (code) throw Error(ErrorCode::failed, "cannot remove " + mirror.folder.string() + ": " + code.message());
}

}  // namespace gimlet::gitops

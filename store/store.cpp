#include "store/store.hpp"

#include <cerrno>

#include <sys/stat.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "store/own_files.hpp"
#include "store/tables/database.hpp"

namespace gimlet::store {
namespace {

// False for what can be looked at and does not exist.
bool may_exist(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 || errno != ENOENT;
}

std::unique_ptr<Store> open(const std::filesystem::path& named, std::size_t map_bytes, bool create) {
  return while_doing([&] { return "opening the store " + named.string(); },
                     [&]() -> std::unique_ptr<Store> {
                       const bool is_there = may_exist(named);
                       const std::filesystem::path path = behind_links(named);
                       if (!is_there) {
                         if (!create) return nullptr;
                         make_private_folders(path.parent_path());
                         create_database(path);
                       }
                       return std::make_unique<Store>(open_database(path, map_bytes));
                     });
}

}  // namespace

std::unique_ptr<Store> open_store(const std::filesystem::path& path, std::size_t map_bytes) {
  return open(path, map_bytes, true);
}

std::unique_ptr<Store> open_store_if_exists(const std::filesystem::path& path, std::size_t map_bytes) {
  return open(path, map_bytes, false);
}

}  // namespace gimlet::store

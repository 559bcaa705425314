#include "store/tables/database.hpp"

#include <cerrno>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "core/util/error.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/page_check.hpp"
#include "store/tables/new_file.hpp"

namespace gimlet::store {
namespace {

using FileId = std::pair<dev_t, ino_t>;

void fill(const std::filesystem::path& path, const Steps& steps) {
  lmdb::EnvOptions options;
  options.locking = false;
  options.map_bytes = std::size_t{1} << 20U;
  lmdb::Env env(path, options);
  lmdb::write(env, [&](lmdb::Txn& txn) {
    create_first_schema(txn);
    upgrade(txn, steps);
    return true;
  });
}

lmdb::EnvOptions with_map(std::size_t map_bytes) {
  lmdb::EnvOptions options;
  options.map_bytes = map_bytes;
  return options;
}

// LMDB's locks lie beside the file, under its name: who comes by another name would write at the same time.
void require_one_name(const std::filesystem::path& path, const struct stat& info) {
  if (!S_ISREG(info.st_mode) || info.st_nlink < 2) return;
  throw std::move(
      Error(ErrorCode::failed,
            fmt::format("{} has {} names (hard links), and each of them would have a lock of its own",
                        path.string(), info.st_nlink))
          .hint(fmt::format(
              "copy the file and use the copy, or remove the other names: find FOLDER -samefile {}",
              path.string())));
}

}  // namespace

Database::Database(std::filesystem::path path, std::size_t map_bytes, const Steps& steps)
    : path_(std::move(path)), env_(path_, with_map(map_bytes)), schema_(newest_schema(steps)) {
  migrate(env_, steps);
  tables_ = lmdb::read(env_, [](lmdb::Txn& txn) { return open_tables(txn); });
}

void Database::prepare_writing() {
  if (stale_readers_cleared_) return;
  env_.clear_stale_readers();
  stale_readers_cleared_ = true;
}

void create_database(const std::filesystem::path& path, const Steps& steps) {
  NewFile file(path);
  fill(file.name(), steps);
  file.finish();
}

std::shared_ptr<Database> open_database(const std::filesystem::path& path, std::size_t map_bytes) {
  static std::mutex mutex;
  static std::map<FileId, std::weak_ptr<Database>> open_files;
  lmdb::check_header(path);
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) lmdb::raise(errno, "cannot open " + path.string());
  const std::lock_guard lock(mutex);
  auto& known = open_files[{info.st_dev, info.st_ino}];
  if (auto database = known.lock()) return database;
  require_one_name(path, info);
  auto database = std::make_shared<Database>(path, map_bytes);
  known = database;
  return database;
}

}  // namespace gimlet::store

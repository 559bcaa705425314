#include "store/tables/database.hpp"

#include <cerrno>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/fs.hpp"
#include "store/lmdb/page_check.hpp"

namespace gimlet::store {
namespace {

using FileId = std::pair<dev_t, ino_t>;

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void fill_new(const std::filesystem::path& path, int schema) {
  lmdb::EnvOptions options;
  options.max_tables = table_count;
  options.locking = false;
  options.map_bytes = std::size_t{1} << 20U;
  lmdb::Env env(path, options);
  lmdb::Txn txn(env, lmdb::Txn::Mode::write);
  create_schema(txn, schema);
  txn.commit();
}

lmdb::EnvOptions env_options(const StoreOptions& options) {
  lmdb::EnvOptions result;
  result.map_bytes = options.map_bytes;
  result.max_tables = table_count;
  return result;
}

}  // namespace

Database::Database(const std::filesystem::path& path, const StoreOptions& options)
    : env_(path, env_options(options)) {
  lmdb::Txn txn(env_, lmdb::Txn::Mode::read);
  tables_ = open_schema(txn);
  txn.commit();
}

void Database::prepare_writing() {
  if (stale_readers_cleared_) return;
  env_.clear_stale_readers();
  stale_readers_cleared_ = true;
}

bool rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  int code = ::link(from.c_str(), to.c_str());
  if (code == 0) {
    ::unlink(from.c_str());
  } else if (errno != EEXIST) {  // file systems without hard links
    code = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
  }
  if (code != 0 && errno == EEXIST) return false;
  if (code != 0) lmdb::raise(errno, "cannot create " + to.string());
  sync_folder(folder_of(to));
  return true;
}

void create_database(const std::filesystem::path& path, int schema) {
  std::string temporary = path.string() + ".new.XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) lmdb::raise(errno, "cannot create " + path.string());
  ::close(descriptor);
  try {
    ::unlink(temporary.c_str());  // the name was wanted; LMDB makes the file
    fill_new(temporary, schema);
    rename_to_new(temporary, path);
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  ::unlink(temporary.c_str());
}

std::shared_ptr<Database> open_database(const std::filesystem::path& path, const StoreOptions& options) {
  static std::mutex mutex;
  static std::map<FileId, std::weak_ptr<Database>> open_files;
  lmdb::check_header(path);
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) lmdb::raise(errno, "cannot open " + path.string());
  const std::lock_guard lock(mutex);
  auto& known = open_files[{info.st_dev, info.st_ino}];
  if (auto database = known.lock()) return database;
  auto database = std::make_shared<Database>(path, options);
  known = database;
  return database;
}

}  // namespace gimlet::store

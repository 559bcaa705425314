#include "store/lmdb/env.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <lmdb.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/lmdb/error.hpp"
#include "store/lmdb/guard.hpp"

namespace gimlet::store::lmdb {
namespace {

constexpr unsigned max_readers = 510;  // the lock file takes 64 bytes for each
constexpr std::size_t spare_bytes = std::size_t{32} << 20U;

// Twice the file at least, so that a transaction seldom meets the end of the map.
std::size_t map_for(std::size_t wanted, std::size_t file_bytes) {
  return std::max(wanted, std::bit_ceil(file_bytes * 2));
}

std::size_t size_of(const std::filesystem::path& path) {
  std::error_code absent;
  const auto size = std::filesystem::file_size(path, absent);
  return absent ? 0 : static_cast<std::size_t>(size);
}

bool may_write(const std::filesystem::path& path) {
  return ::access(path.c_str(), R_OK | W_OK) == 0;
}

// LMDB makes the lock file where there is none.
bool may_lock(const std::filesystem::path& path) {
  const std::string lock = path.string() + "-lock";
  if (::access(lock.c_str(), F_OK) == 0 || errno != ENOENT) return may_write(lock);
  const std::filesystem::path folder = path.parent_path();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0;
}

void on_assertion(MDB_env* /*env*/, const char* /*message*/) {
  leave_guard();
}

}  // namespace

Env::Env(const std::filesystem::path& path, const EnvOptions& options) {
  install_guard();
  has_lock_ = options.locking && may_lock(path);
  const bool is_there = ::access(path.c_str(), F_OK) == 0 || errno != ENOENT;
  read_only_ = is_there && (!may_write(path) || (options.locking && !has_lock_));
  const std::size_t file_bytes = size_of(path);
  const std::size_t wanted = map_for(options.map_bytes, file_bytes);
  try {
    open(path, options, wanted);
  } catch (const Error&) {
    // Under `ulimit -v` there may be room for a smaller map only.
    if (file_bytes + spare_bytes >= wanted) throw;
    open(path, options, file_bytes + spare_bytes);
  }
}

Env::~Env() {
  guarded([this] {
    mdb_env_close(env_);
    return 0;
  });
}

void Env::open(const std::filesystem::path& path, const EnvOptions& options, std::size_t map_bytes) {
  MDB_env* env = nullptr;
  check(mdb_env_create(&env), "cannot set up LMDB");
  const unsigned flags = MDB_NOSUBDIR | MDB_NOTLS | (read_only_ ? MDB_RDONLY : 0U) |
                         (has_lock_ ? 0U : static_cast<unsigned>(MDB_NOLOCK));
  const int code = guarded([&] {
    mdb_env_set_assert(env, on_assertion);
    int result = mdb_env_set_maxdbs(env, options.max_tables);
    if (result == 0) result = mdb_env_set_maxreaders(env, max_readers);
    if (result == 0) result = mdb_env_set_mapsize(env, map_bytes);
    if (result == 0) result = mdb_env_open(env, path.c_str(), flags, 0600);
    return result;
  });
  if (code != 0) {
    guarded([&] {
      mdb_env_close(env);
      return 0;
    });
    raise(code, "cannot open " + path.string());
  }
  env_ = env;
  map_bytes_ = static_cast<std::size_t>(info().map_bytes);
}

EnvInfo Env::info() const {
  MDB_envinfo info{};
  MDB_stat stat{};
  check(guarded([&] { return mdb_env_info(env_, &info); }), "cannot read the store's state");
  check(guarded([&] { return mdb_env_stat(env_, &stat); }), "cannot read the store's state");
  return {info.me_mapsize, stat.ms_psize, info.me_last_pgno + 1};
}

int Env::file_descriptor() const {
  int descriptor = -1;
  check(mdb_env_get_fd(env_, &descriptor), "cannot read the store's state");
  return descriptor;
}

unsigned Env::readers() const {
  // LMDB offers the table as lines of text: a heading, then one line for each reader.
  unsigned lines = 0;
  const auto count = [](const char*, void* context) {
    ++*static_cast<unsigned*>(context);
    return 0;
  };
  mdb_reader_list(env_, count, &lines);
  return lines == 0 ? 0 : lines - 1;
}

void Env::grow() {
  check(guarded([this] { return mdb_env_set_mapsize(env_, map_bytes_ * 2); }), "cannot grow the store's map");
  map_bytes_ *= 2;
}

void Env::adopt_growth() {
  check(guarded([this] { return mdb_env_set_mapsize(env_, 0); }), "cannot grow the store's map");
  map_bytes_ = static_cast<std::size_t>(info().map_bytes);
}

bool Env::is_overtaken(std::uint64_t snapshot_id) const {
  if (has_lock_) return false;
  MDB_envinfo info{};
  check(guarded([&] { return mdb_env_info(env_, &info); }), "cannot read the store's state");
  return info.me_last_txnid > snapshot_id + 1;
}

void Env::clear_stale_readers() {
  int dead = 0;
  check(guarded([&] { return mdb_reader_check(env_, &dead); }), "cannot clear the store's stale readers");
}

int Env::cause_of_short_write() const {
  constexpr std::uint64_t little = std::uint64_t{16} << 20U;
  struct statvfs disk {};
  if (::fstatvfs(file_descriptor(), &disk) == 0 && disk.f_bavail * disk.f_frsize < little) return ENOSPC;
  struct rlimit limit {};
  struct stat file {};
  const bool known = ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && ::fstat(file_descriptor(), &file) == 0;
  if (known && limit.rlim_cur < static_cast<rlim_t>(file.st_size) + little) return EFBIG;
  return EIO;
}

void Env::extend_file() const {
  const EnvInfo state = info();
  const auto wanted = static_cast<off_t>(state.pages * state.page_bytes);
  struct stat file {};
  if (::fstat(file_descriptor(), &file) != 0 || file.st_size >= wanted) return;
  // Unlike ftruncate this never shortens, whatever another process has added meanwhile. Where the file system
  // cannot do it, opening takes longer.
  static_cast<void>(::fallocate(file_descriptor(), 0, file.st_size, wanted - file.st_size));
}

void Env::copy_to(int file_descriptor) const {
  MDB_envinfo before{};
  check(guarded([&] { return mdb_env_info(env_, &before); }), "cannot read the store's state");
  const int code = guarded([&] { return mdb_env_copyfd2(env_, file_descriptor, MDB_CP_COMPACT); });
  if (is_overtaken(before.me_last_txnid)) raise_overtaken();
  check(code, "cannot copy the store");
}

}  // namespace gimlet::store::lmdb

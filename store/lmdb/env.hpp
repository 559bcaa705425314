#pragma once

#include <cstdint>
#include <filesystem>

struct MDB_env;

namespace gimlet::store::lmdb {

struct EnvOptions {
  // Address space reserved for the file, not space on disk: reserving plenty costs nothing and spares
  // growing.
  std::size_t map_bytes = std::size_t{1} << 30U;
  unsigned max_tables = 16;
  bool locking = true;  // false for a file that nobody else can know of yet, and for tests
};

struct EnvInfo {
  std::uint64_t map_bytes = 0;
  std::uint64_t page_bytes = 0;
  std::uint64_t pages = 0;  // of the file, in use or free
};

// One LMDB file (MDB_NOSUBDIR) with its lock file `<path>-lock`, both of mode 0600 when created. There must
// be one Env per file and process (LMDB's rule); it is used by one thread at a time.
class Env {
 public:
  // Opens the file, creating it if there is none. Where we may not write it, or its lock file, it is opened
  // for reading; without a lock file that we may write, nobody knows of us (is_overtaken()). Throws bad_input
  // or failed.
  Env(const std::filesystem::path& path, const EnvOptions& options);
  Env(const Env&) = delete;
  Env& operator=(const Env&) = delete;
  ~Env();

  [[nodiscard]] MDB_env* handle() const { return env_; }
  [[nodiscard]] bool read_only() const { return read_only_; }
  [[nodiscard]] std::size_t map_bytes() const { return map_bytes_; }
  [[nodiscard]] EnvInfo info() const;
  [[nodiscard]] int file_descriptor() const;
  // Processes and threads that hold a slot of the reader table.
  [[nodiscard]] unsigned readers() const;

  // The next two may only be called while this process has no transaction open.
  void grow();          // doubles the map
  void adopt_growth();  // takes the size that another process has grown the file to

  // Whether what was read in a snapshot may be wrong. LMDB writes over the pages of a snapshot when two
  // commits have followed it and a third one is under way, unless it knows of a reader. Of one without a lock
  // it does not.
  [[nodiscard]] bool is_overtaken(std::uint64_t snapshot_id) const;

  // Frees the reader slots of processes that died; they would keep old pages from being used again.
  void clear_stale_readers();

  // LMDB calls a short write EIO. The code that a longer one would have given: ENOSPC, EFBIG, or EIO after
  // all.
  [[nodiscard]] int cause_of_short_write() const;

  // Makes the file as long as its pages in use say. LMDB leaves out pages at the end that a transaction took
  // and gave back; check_header() would have to look at the whole file to tell that from a truncated one.
  void extend_file() const;

  // Writes a consistent, compacted copy to an open file. Throws failed where writers overtook it.
  void copy_to(int file_descriptor) const;

 private:
  void open(const std::filesystem::path& path, const EnvOptions& options, std::size_t map_bytes);

  MDB_env* env_ = nullptr;
  bool read_only_ = false;
  bool has_lock_ = true;
  std::size_t map_bytes_ = 0;
};

}  // namespace gimlet::store::lmdb

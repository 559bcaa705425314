#include "store/lmdb/error.hpp"

#include <cerrno>
#include <utility>

#include <lmdb.h>

namespace gimlet::store::lmdb {
namespace {

constexpr const char* repair_hint =
    "run `gimlet store check`; restore a backup, or delete the file and import it again";

ErrorCode kind_of(int code) {
  switch (code) {
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_PANIC:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_TXN:   // it met damage before
    case MDB_NOTFOUND:  // where absence is no answer, a part of the file is missing
      return ErrorCode::bad_input;
    default:
      return ErrorCode::failed;
  }
}

std::string hint_for(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EIO:
      return "see that the disk has space; the store holds what it held before";
    case EACCES:
    case EPERM:
    case EROFS:
      return "the store's file, its lock file and their folder must be writable for you";
    case ENOMEM:
      return "the address space is limited: raise `ulimit -v`";
    case MDB_READERS_FULL:
      return "too many processes read the store at once: try again";
    default:
      return kind_of(code) == ErrorCode::bad_input ? repair_hint : "";
  }
}

}  // namespace

void raise(int code, const std::string& activity) {
  const std::string message = activity + ": " + mdb_strerror(code);
  if (code == MDB_MAP_FULL) throw MapFull(ErrorCode::failed, message);
  Error error(kind_of(code), message);
  if (const std::string hint = hint_for(code); !hint.empty()) error.hint(hint);
  throw error;
}

void raise_overtaken() {
  throw std::move(
      Error(ErrorCode::failed, "others write to the store all the time, and it cannot be locked from here")
          .hint("try again; its lock file and their folder must be writable for you to be waited for"));
}

Error damaged(const std::string& what) {
  return std::move(Error(ErrorCode::bad_input, "the store is damaged: " + what).hint(repair_hint));
}

}  // namespace gimlet::store::lmdb

#include "store/event_claim.hpp"

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"

namespace gimlet::store {
namespace {

std::filesystem::path claims_file(const std::filesystem::path& store) {
  return store.string() + "-events";
}

// The byte an id leads to (FNV-1a, which need only be the same everywhere and spread well).
off_t place_of(const std::string& id) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  constexpr std::uint64_t largest = (std::uint64_t{1} << 62U) - 1;
  return static_cast<off_t>(hash & largest);
}

struct flock lock_at(const std::string& id) {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = place_of(id);
  lock.l_len = 1;
  return lock;
}

}  // namespace

EventClaim::EventClaim(const std::filesystem::path& store, const std::string& event_id) {
  const std::filesystem::path file = claims_file(store);
  constexpr mode_t private_file = 0600;
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, private_file);
  if (fd_ < 0) throw Error(ErrorCode::failed, "cannot open " + file.string() + ": " + system_message(errno));
  struct flock lock = lock_at(event_id);
  ::fcntl(fd_, F_OFD_SETLK, &lock);
}

EventClaim::~EventClaim() {
  if (fd_ >= 0) ::close(fd_);
}

bool is_claimed(const std::filesystem::path& store, const std::string& event_id) {
  const int fd = ::open(claims_file(store).c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return errno != ENOENT;  // one that cannot be asked may be claimed
  struct flock lock = lock_at(event_id);
  const bool asked = ::fcntl(fd, F_OFD_GETLK, &lock) == 0;
  ::close(fd);
  return !asked || lock.l_type != F_UNLCK;
}

}  // namespace gimlet::store

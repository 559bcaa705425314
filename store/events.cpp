#include "store/events.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/uuid.hpp"
#include "store/queries/query.hpp"
#include "store/tables/database.hpp"
#include "store/tables/records.hpp"

namespace gimlet::store {
namespace {

std::string claims_file(const std::filesystem::path& store) {
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

std::string_view to_string(EventStatus status) {
  if (status == EventStatus::open) return "open";
  return status == EventStatus::processed ? "processed" : "error";
}

std::string new_event_id(std::int64_t created) {
  constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's base 32
  constexpr int time_characters = 10;
  constexpr std::size_t random_characters = 16;
  const auto milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(created, 0)) * 1000;
  std::string id;
  for (int digit = time_characters - 1; digit >= 0; --digit) {
    id += alphabet[(milliseconds >> static_cast<unsigned>(digit * 5)) & 31U];
  }
  for (const char byte : random_bytes(random_characters)) {
    id += alphabet[static_cast<unsigned char>(byte) & 31U];
  }
  return id;
}

EventClaim::EventClaim(const std::filesystem::path& store, const std::string& event_id)
    : fd_(::open(claims_file(store).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (!fd_.is_open()) {
    throw Error(ErrorCode::failed, "cannot open " + claims_file(store) + ": " + system_message(errno));
  }
  struct flock lock = lock_at(event_id);
  ::fcntl(fd_.get(), F_OFD_SETLK, &lock);
}

void Events::save_event(EventRecord& event) {
  if (event.id.empty()) event.id = new_event_id(event.created);
  require_valid(event);
  database_->write([&](lmdb::Txn& txn) {
    check_before_put(txn, database_->tables().events, event);
    put(txn, database_->tables().events, event);
    return true;
  });
}

std::optional<EventRecord> Events::event(const std::string& id) const {
  return database_->read([&](const lmdb::Txn& txn) -> std::optional<EventRecord> {
    auto known = find<EventRecord>(txn, database_->tables().events, id);
    if (!known) return std::nullopt;
    return std::move(known->record);
  });
}

std::vector<EventRecord> Events::events(const EventQuery& query) const {
  return database_->read(
      [&](const lmdb::Txn& txn) { return select(txn, database_->tables().events, query); });
}

std::unique_ptr<EventClaim> Events::claim_event(const std::string& id) {
  return database_->named([&] { return std::make_unique<EventClaim>(database_->path(), id); });
}

bool Events::is_claimed(const std::string& id) const {
  const Fd fd(::open(claims_file(database_->path()).c_str(), O_RDWR | O_CLOEXEC));
  if (!fd.is_open()) return errno != ENOENT;  // one that cannot be asked may be claimed
  struct flock lock = lock_at(id);
  const bool asked = ::fcntl(fd.get(), F_OFD_GETLK, &lock) == 0;
  return !asked || lock.l_type != F_UNLCK;
}

}  // namespace gimlet::store

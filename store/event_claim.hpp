#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace gimlet::store {

// Says that a process is at work on an event, for as long as it lives and no longer: an open file description
// lock (fcntl(2), F_OFD_SETLK) on the byte of `<store>-events` that the event's id leads to. The kernel drops
// it with the process, whatever ends it, and tells it to every container that shares the file.
class EventClaim {
 public:
  // Throws failed if the file cannot be opened for writing. An event that is claimed already stays so.
  EventClaim(const std::filesystem::path& store, const std::string& event_id);
  EventClaim(const EventClaim&) = delete;
  EventClaim& operator=(const EventClaim&) = delete;
  ~EventClaim();

 private:
  int fd_ = -1;
};

// True while a claim on the event lives, in this process or another. False if nothing was ever claimed.
bool is_claimed(const std::filesystem::path& store, const std::string& event_id);

}  // namespace gimlet::store

#include "app/flows/track.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace gimlet::app {

std::vector<store::EventRecord> wait_for_events(const store::Events& events,
                                                const std::function<std::vector<store::EventRecord>()>& read,
                                                int longest_ms) {
  using Time = std::chrono::steady_clock;
  const auto until = Time::now() + std::chrono::milliseconds(longest_ms);
  const auto is_at_work = [&](const store::EventRecord& event) {
    return event.status == store::EventStatus::open && events.is_claimed(event.id);
  };
  std::vector<store::EventRecord> all = read();
  while (Time::now() < until && std::any_of(all.begin(), all.end(), is_at_work)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    all = read();
  }
  // A process may have closed its event and ended between the reading and the question whether it lives.
  return longest_ms > 0 ? read() : all;
}

}  // namespace gimlet::app

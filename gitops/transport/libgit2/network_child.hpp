#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gimlet::gitops {

// libgit2 1.5 has no time limits: a silent server would hang it for ever. So it talks to the network in a
// forked child, which reports through a pipe and is killed when it stays silent. Objects and refs it writes
// are on disk, where the parent sees them.
class ChildReport {
 public:
  explicit ChildReport(int fd) : fd_(fd) {}
  // Something happened; keeps the time limit away. Sent at most ten times a second.
  void alive();
  // A message for the parent. Kinds 'A', 'D' and 'E' are this file's own.
  void send(char kind, std::string_view text) const;

 private:
  int fd_;
  long long last_alive_ms_ = 0;
};

// Runs `work` in a forked child (without exec) and gives the parent its messages as they come. An Error that
// leaves `work` is thrown here. Throws failed when nothing was heard for timeout_ms (0: no limit), `what`
// being the name of the work in that message, and when the child died.
void run_in_child(std::string_view what, int timeout_ms, const std::function<void(ChildReport&)>& work,
                  const std::function<void(char kind, std::string_view text)>& on_message);

}  // namespace gimlet::gitops

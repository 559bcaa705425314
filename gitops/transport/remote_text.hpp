#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace gimlet::gitops {

// Cuts a stream of text into lines at LF and at the CR of progress meters, and hands each on without control
// characters and with URLs redacted. Empty lines are dropped; a line without an end is cut at 4 KB.
class LineSplitter {
 public:
  explicit LineSplitter(std::function<void(std::string_view)> on_line) : on_line_(std::move(on_line)) {}
  void add(std::string_view piece);
  // The last line, which has no end.
  void finish();

 private:
  void emit();

  std::function<void(std::string_view)> on_line_;
  std::string line_;
};

// True for what git's own meters say ("Counting objects: 50% (1/2)", "Total 3 (delta 0)…").
bool is_progress_line(std::string_view line);

// What the remote's hooks and server said in git's stderr: the lines behind "remote: ", without meters and
// without git's own "error: hook declined…", joined by LF. At most 4 KB.
std::string remote_lines(std::string_view error_output);

// Text of a server for one message of ours: lines cleaned as by LineSplitter, meters dropped, joined by LF.
std::string clean_remote_text(std::string_view text);

}  // namespace gimlet::gitops

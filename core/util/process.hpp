#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gimlet {

struct ProcessOptions {
  std::filesystem::path folder;                              // working directory; empty: ours
  std::vector<std::pair<std::string, std::string>> set_env;  // added to, or replacing, our environment
  std::vector<std::string> unset_env;
  // Of our environment only these go to it, where given: for programs that are to see no secret.
  std::optional<std::vector<std::string>> keep_env;
  std::string input;        // written to its stdin, then closed
  int timeout_ms = 0;       // over its whole life; 0: none
  int idle_timeout_ms = 0;  // without a byte on stdout or stderr; 0: none
  std::size_t max_output_bytes = std::size_t{256} * 1024 * 1024;  // of stdout; more is an error
  std::function<void(std::string_view)> on_stdout;                // called with each piece as it comes
  std::function<void(std::string_view)> on_stderr;                // likewise
};

struct ProcessResult {
  int exit_code = 0;  // 128 + signal if a signal ended it
  std::string output;
  std::string error_output;
  bool timed_out = false;  // it was killed by one of the time limits

  [[nodiscard]] bool ok() const { return exit_code == 0 && !timed_out; }
};

// Runs a program found on PATH (no shell) and waits for it. It keeps our terminal, so that ssh can ask for a
// passphrase. A non-zero exit is a result, not an error.
// Throws not_found if there is no such program, failed if it cannot be started or floods its output.
ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options = {});

// The full path of a program on PATH.
std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace gimlet

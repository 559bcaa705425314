#include "gitops/transport/remote_text.hpp"

#include <algorithm>
#include <array>

#include "core/util/string.hpp"

namespace gimlet::gitops {
namespace {

constexpr std::size_t max_line_bytes = 4096;
constexpr std::size_t max_message_bytes = 4096;

template <class Keep>
std::string joined_lines(std::string_view text, const Keep& keep) {
  std::string result;
  LineSplitter splitter([&](std::string_view line) {
    const std::string_view kept = trim(keep(line));
    if (kept.empty() || is_progress_line(kept) || kept.starts_with("error: hook declined to update")) return;
    if (result.size() + kept.size() > max_message_bytes) return;
    if (!result.empty()) result += '\n';
    result += kept;
  });
  splitter.add(text);
  splitter.finish();
  return result;
}

}  // namespace

void LineSplitter::add(std::string_view piece) {
  for (const char c : piece) {
    if (c == '\n' || c == '\r') {
      emit();
    } else {
      line_ += c;
      if (line_.size() >= max_line_bytes) emit();
    }
  }
}

void LineSplitter::finish() {
  emit();
}

void LineSplitter::emit() {
  const std::string text = std::move(line_);
  line_.clear();
  std::string_view shown = text;
  // git ends each "remote:" line with ANSI's "erase to the end of the line", or with blanks on a dumb
  // terminal.
  if (shown.ends_with("\x1b[K")) shown.remove_suffix(3);
  const std::string clean = redact_urls(printable_line(shown, max_line_bytes));
  if (!trim(clean).empty()) on_line_(clean);
}

bool is_progress_line(std::string_view line) {
  static constexpr std::array<std::string_view, 12> meters = {
      "Enumerating objects:", "Counting objects:", "Compressing objects:", "Writing objects:",
      "Receiving objects:",   "Resolving deltas:", "Unpacking objects:",   "Checking connectivity:",
      "Updating references:", "Finding sources:",  "Delta compression",    "Total "};
  return std::any_of(meters.begin(), meters.end(),
                     [&](std::string_view meter) { return line.starts_with(meter); });
}

std::string remote_lines(std::string_view error_output) {
  return joined_lines(error_output, [](std::string_view line) {
    constexpr std::string_view mark = "remote:";
    return line.starts_with(mark) ? line.substr(mark.size()) : std::string_view();
  });
}

std::string clean_remote_text(std::string_view text) {
  return joined_lines(text, [](std::string_view line) { return line; });
}

}  // namespace gimlet::gitops

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gimlet::app {

// A line on a terminal that shows how far a download is: name, bar, share and sizes. It is drawn ten times a
// second at most, first when a download takes longer than that, and erased at its end. Callable as
// DownloadProgress.
class DownloadBar {
 public:
  explicit DownloadBar(std::function<void(std::string_view)> print);
  void operator()(const std::string& url, std::uint64_t got, std::uint64_t total, bool done);

 private:
  std::function<void(std::string_view)> print_;
  std::chrono::steady_clock::time_point last_;
  bool shown_ = false;
};

// "podinfo-6.5.4.tgz [########        ]  50 %  1.2 MB of 2.4 MB"; without a total the share and the bar are
// left out. At most 79 columns.
std::string download_line(const std::string& url, std::uint64_t got, std::uint64_t total);

// "912 B", "1.2 kB", "34 MB": decimal units, two digits where one would be rough.
std::string readable_size(std::uint64_t bytes);

}  // namespace gimlet::app

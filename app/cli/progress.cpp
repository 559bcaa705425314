#include "app/cli/progress.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/util/string.hpp"

namespace gimlet::app {
namespace {

constexpr std::chrono::milliseconds pause{100};
constexpr std::size_t longest_name = 30;
constexpr std::uint64_t bar_cells = 16;

std::string name_of(const std::string& url) {
  std::string name = url.substr(0, url.find('?'));
  while (name.ends_with('/')) name.pop_back();
  name.erase(0, name.rfind('/') + 1);
  // The blob of a registry is named by its digest.
  return printable_line(name, longest_name);
}

}  // namespace

std::string readable_size(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> units{"B", "kB", "MB", "GB", "TB"};
  constexpr double step = 1000.0;
  constexpr double one_digit = 9.95;
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (size >= step && unit + 1 < units.size()) {
    size /= step;
    ++unit;
  }
  return unit > 0 && size < one_digit ? fmt::format("{:.1f} {}", size, units.at(unit))
                                      : fmt::format("{:.0f} {}", size, units.at(unit));
}

std::string download_line(const std::string& url, std::uint64_t got, std::uint64_t total) {
  constexpr std::uint64_t percent = 100;
  const std::string name = name_of(url);
  if (total == 0) return fmt::format("{} {}", name, readable_size(got));
  const std::uint64_t part = std::min(got, total);
  const auto cells = static_cast<std::size_t>(part * bar_cells / total);
  return fmt::format("{} [{}{}] {:3} %  {} of {}", name, std::string(cells, '#'),
                     std::string(bar_cells - cells, ' '), part * percent / total, readable_size(got),
                     readable_size(total));
}

DownloadBar::DownloadBar(std::function<void(std::string_view)> print)
    : print_(std::move(print)), last_(std::chrono::steady_clock::now()) {}

void DownloadBar::operator()(const std::string& url, std::uint64_t got, std::uint64_t total, bool done) {
  constexpr std::string_view erase = "\r\x1b[K";
  const auto now = std::chrono::steady_clock::now();
  if (done) {
    if (shown_) print_(erase);
    shown_ = false;
    last_ = now;
    return;
  }
  if (now - last_ < pause) return;
  last_ = now;
  shown_ = true;
  print_(std::string(erase) + download_line(url, got, total));
}

}  // namespace gimlet::app

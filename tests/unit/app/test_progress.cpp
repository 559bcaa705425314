#include <thread>

#include <doctest/doctest.h>

#include "app/cli/progress.hpp"

using namespace gimlet::app;

TEST_CASE("progress: sizes for people") {
  CHECK(readable_size(0) == "0 B");
  CHECK(readable_size(999) == "999 B");
  CHECK(readable_size(1234) == "1.2 kB");
  CHECK(readable_size(34'000'000) == "34 MB");
  CHECK(readable_size(9'990'000) == "10 MB");
}

TEST_CASE("progress: the line of a download") {
  CHECK(download_line("https://h/a/shop-1.0.0.tgz?x=/y", 1'200'000, 2'400'000) ==
        "shop-1.0.0.tgz [########        ]  50 %  1.2 MB of 2.4 MB");
  CHECK(download_line("https://h/index.yaml", 500, 0) == "index.yaml 500 B");
  const std::string long_name(300, 'x');
  CHECK(download_line("https://h/" + long_name, 999'000'000'000, 999'000'000'000).size() <= 79);
}

TEST_CASE("progress: a bar is drawn after a moment, not at each byte, and erased at the end") {
  std::string shown;
  DownloadBar bar([&](std::string_view text) { shown += text; });
  bar("https://h/x", 1, 10, false);
  bar("https://h/x", 10, 10, true);
  CHECK(shown.empty());
  std::this_thread::sleep_for(std::chrono::milliseconds(120));
  bar("https://h/x", 2, 10, false);
  bar("https://h/x", 3, 10, false);
  bar("https://h/x", 10, 10, true);
  CHECK(shown == "\r\x1b[Kx [###             ]  20 %  2 B of 10 B\r\x1b[K");
}

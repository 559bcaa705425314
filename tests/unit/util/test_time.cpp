#include <doctest/doctest.h>

#include "core/util/time.hpp"

using namespace gimlet;

TEST_CASE("parse_time reads what git log --format=%cI writes") {
  CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_time("2022-03-04T05:06:07+02:00") == 1646363167);
  CHECK(parse_time("2022-03-04 05:06:07 +0200") == 1646363167);
  CHECK(parse_time("2022-03-04T03:06:07.123Z") == 1646363167);
  CHECK(parse_time("1646363167") == 1646363167);
  CHECK(parse_time("2024-02-29") == 1709164800);
  CHECK_FALSE(parse_time("2023-02-29"));
  CHECK_FALSE(parse_time("yesterday"));
  CHECK_FALSE(parse_time(""));
  CHECK_FALSE(parse_time("2022-03-04T25:00:00Z"));
}

TEST_CASE("parse_time_or_age counts back from now") {
  CHECK(parse_time_or_age("2h", 10000) == 2800);
  CHECK(parse_time_or_age("7d", 1000000) == 1000000 - 7 * 86400);
  CHECK(parse_time_or_age("1970-01-02", 0) == 86400);
  CHECK_FALSE(parse_time_or_age("-2h", 0));
}

TEST_CASE("format_utc and relative_time") {
  CHECK(format_utc(1646363167) == "2022-03-04T03:06:07Z");
  CHECK(relative_time(100, 130) == "just now");
  CHECK(relative_time(100, 160) == "1 minute ago");
  CHECK(relative_time(0, UnixSeconds{3} * 86400) == "3 days ago");
  CHECK(relative_time(7200, 0) == "in 2 hours");
}

#include <doctest/doctest.h>

#include "core/go/time_zone.hpp"
#include "core/util/error.hpp"
#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

namespace {

std::string date(const char* layout, std::int64_t seconds) {
  return text("date", {layout, Value::go_int64(seconds)});
}

}  // namespace

TEST_CASE("now is the clock's time") {
  CHECK(text("now") == "2022-03-04 05:06:07.089 +0000 UTC");
  CHECK(text("date", {"2006-01-02", "no date at all"}) == "2022-03-04");
  CHECK(text("unixEpoch", {call("now")}) == "1646370367");
  CHECK(error("unixEpoch", {"x"}).find("expected time.Time") != std::string::npos);
}

TEST_CASE("layouts are Go's") {
  CHECK(date("2006-01-02T15:04:05Z07:00", 0) == "1970-01-01T00:00:00Z");
  CHECK(date("Mon, 02 Jan 2006 15:04:05 -0700", 1700000000) == "Tue, 14 Nov 2023 22:13:20 +0000");
  CHECK(date("Monday January 2 3:4:5 PM pm 06 002 __2 _2", 1700000000) ==
        "Tuesday November 14 10:13:20 PM pm 23 318 318 14");
  CHECK(date("1/2 03:04 MST -07 -07:00 Z0700", 1700000000) == "11/14 10:13 UTC +00 +00:00 Z");
  CHECK(date("Janet Mondays _2006 v1.2", 0) == "Janet Thursdays _1970 v1.1");
  CHECK(date("2006", -62135596800) == "0001");
  CHECK(date("2006-01-02", 951782400) == "2000-02-29");
  const Value now = call("now");
  CHECK(text("date", {"05.000 05.999999 05,00", now}) == "07.089 07.089 07,08");
}

TEST_CASE("zones") {
  CHECK(text("date_in_zone", {"Jan 2, 2006 15:04", Value::go_int(1700000000), "UTC"}) ==
        "Nov 14, 2023 22:13");
  CHECK(text("dateInZone", {"15:04", Value::go_int(0), "Nowhere/Atall"}) == "00:00");
  CHECK(text("dateInZone", {"15:04", Value::go_int(0), "../../etc/passwd"}) == "00:00");
  CHECK(text("htmlDate", {Value::go_int(0)}) == "1970-01-01");
  if (go::TimeZone::load("Europe/Budapest") != nullptr) {  // where the machine has a tz database
    CHECK(text("dateInZone", {"15:04 MST -0700", Value::go_int(1700000000), "Europe/Budapest"}) ==
          "23:13 CET +0100");
    CHECK(text("dateInZone", {"15:04 MST -0700", Value::go_int(1690000000), "Europe/Budapest"}) ==
          "06:26 CEST +0200");
  }
}

TEST_CASE("a time has fields and methods") {
  const Value now = call("now");
  Value result;
  CHECK(now.as_object().member("Year", {}, result));
  CHECK(result.as_int().value == 2022);
  CHECK(now.as_object().member("Format", {"15h"}, result));
  CHECK(result.as_string() == "05h");
  CHECK_FALSE(now.as_object().member("Nope", {}, result));
  CHECK_THROWS_AS(now.as_object().member("Format", {}, result), Error);
}

#include <string>

#include <doctest/doctest.h>

#include "core/go/posix_zone.hpp"
#include "core/go/time_zone.hpp"

using namespace gimlet;

namespace {

std::string at(std::string_view rule, std::int64_t year, unsigned month, unsigned day, int hour) {
  const auto offset =
      go::posix_zone_at(rule, days_from_civil(year, month, day) * 86400 + std::int64_t{hour} * 3600);
  return offset ? offset->name + " " + std::to_string(offset->seconds) : "none";
}

}  // namespace

TEST_CASE("a rule with summer time on either half of the world") {
  const char* budapest = "CET-1CEST,M3.5.0,M10.5.0/3";
  CHECK(at(budapest, 2040, 1, 1, 0) == "CET 3600");
  CHECK(at(budapest, 2040, 3, 25, 0) == "CET 3600");
  CHECK(at(budapest, 2040, 3, 25, 1) == "CEST 7200");
  CHECK(at(budapest, 2040, 10, 28, 0) == "CEST 7200");
  CHECK(at(budapest, 2040, 10, 28, 1) == "CET 3600");
  const char* sydney = "AEST-10AEDT,M10.1.0,M4.1.0/3";
  CHECK(at(sydney, 2040, 1, 1, 0) == "AEDT 39600");
  CHECK(at(sydney, 2040, 7, 1, 0) == "AEST 36000");
}

TEST_CASE("a rule without summer time, with minutes, and with days of the year") {
  CHECK(at("<+0545>-5:45", 2040, 7, 1, 0) == "+0545 20700");
  CHECK(at("EST5", 2040, 7, 1, 0) == "EST -18000");
  CHECK(at("A1B,J60/0,J300/0", 2040, 2, 29, 12) == "none");
  CHECK(at("AAA1BBB,J60/0,J300/0", 2040, 2, 29, 12) == "AAA -3600");
  CHECK(at("AAA1BBB,J60/0,J300/0", 2040, 3, 1, 12) == "BBB 0");
  CHECK(at("AAA1BBB,59/0,299/0", 2040, 2, 29, 12) == "BBB 0");
  CHECK(at("AAA1BBB2,J1/0,J365/23", 2040, 7, 1, 0) == "BBB -7200");
}

TEST_CASE("what is no rule") {
  for (const char* rule : {"", "CET", "-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
                           "<CET-1", "CET-1CEST,M3.5.0,M10.5.0x", "CET-1CEST,,", "CET-x"}) {
    CAPTURE(rule);
    CHECK(at(rule, 2040, 1, 1, 0) == "none");
  }
}

TEST_CASE("a zone of the database follows its rule beyond the last transition it lists") {
  const auto zone = go::TimeZone::load("Europe/Budapest");
  if (zone == nullptr) return;  // no tz database on this machine
  CHECK(zone->at(days_from_civil(2300, 7, 1) * 86400).name == "CEST");
  CHECK(zone->at(days_from_civil(2300, 1, 1) * 86400).name == "CET");
}

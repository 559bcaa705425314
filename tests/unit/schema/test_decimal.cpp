#include <doctest/doctest.h>

#include "core/schema/decimal.hpp"

using gimlet::schema::Decimal;

namespace {

Decimal decimal(std::string_view text) {
  const auto number = Decimal::parse(text);
  REQUIRE_MESSAGE(number.has_value(), text);
  return *number;
}

}  // namespace

TEST_CASE("decimals are compared exactly") {
  CHECK(decimal("1.0") == decimal("1"));
  CHECK(decimal("-0.0") == decimal("0"));
  CHECK(decimal("1e3") == decimal("1000"));
  CHECK(decimal("0.001e3") == decimal("1"));
  CHECK(decimal("12.50") == decimal("1250e-2"));
  CHECK(decimal("9007199254740993") > decimal("9007199254740992"));
  CHECK(decimal("0.1") < decimal("0.10000000000000000001"));
  CHECK(decimal("-2") < decimal("-1"));
  CHECK(decimal("-1") < decimal("0"));
  CHECK(decimal("-1") < decimal("1e-300"));
  CHECK(decimal("99") < decimal("1e2"));
  CHECK(decimal("1e400") > decimal("1e399"));
  CHECK(decimal("5") > decimal("4.999"));
}

TEST_CASE("decimals: integers and multiples") {
  CHECK(decimal("1.0").is_integer());
  CHECK(decimal("1e300").is_integer());
  CHECK(decimal("0").is_integer());
  CHECK(!decimal("1.5").is_integer());
  CHECK(!decimal("1e-1").is_integer());
  CHECK(decimal("0.3").is_multiple_of(decimal("0.1")));
  CHECK(decimal("1e300").is_multiple_of(decimal("1e-8")));
  CHECK(decimal("-9").is_multiple_of(decimal("3")));
  CHECK(decimal("0").is_multiple_of(decimal("7")));
  CHECK(decimal("123456789012345678901234567890").is_multiple_of(decimal("90")));
  CHECK(!decimal("123456789012345678901234567891").is_multiple_of(decimal("90")));
  CHECK(!decimal("0.35").is_multiple_of(decimal("0.1")));
  CHECK(!decimal("1").is_multiple_of(decimal("1e1")));
  CHECK(decimal("2.5").is_multiple_of(decimal("0.125")));
}

TEST_CASE("decimals: what is none, and what they are as float64") {
  for (const char* text : {"", "-", ".", "1e", "e1", "1.2.3", "0x1", "1e99999999999", " 1", "inf", "1e1.5"}) {
    CHECK_MESSAGE(!Decimal::parse(text).has_value(), text);
  }
  CHECK(decimal("1e-400").to_double() == 0);
  CHECK(decimal("-12.5").to_double() == -12.5);
  CHECK(decimal("0").key() == decimal("-0e5").key());
  CHECK(decimal("100").key() == decimal("1e2").key());
}

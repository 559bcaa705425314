#include <cstdint>
#include <limits>

#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("conversions to integers follow spf13/cast") {
  const auto integer = [](const Value& value) { return call("int", {value}).as_int().value; };
  CHECK(integer(12345678.0) == 12345678);
  CHECK(integer("0x10") == 16);
  CHECK(integer("010") == 8);
  CHECK(integer("1.0") == 1);
  CHECK(integer("1.9") == 0);
  CHECK(integer("abc") == 0);
  CHECK(integer("") == 0);
  CHECK(integer(-1.9) == -1);
  CHECK(integer(true) == 1);
  CHECK(integer(nullptr) == 0);
  CHECK(integer(1e300) == std::numeric_limits<std::int64_t>::min());
  CHECK(call("int", {1}).type_name() == "int");
  CHECK(call("int64", {1}).type_name() == "int64");
}

TEST_CASE("conversions to floats and from text") {
  CHECK(text("float64", {"1.5"}) == "1.5");
  CHECK(text("float64", {"x"}) == "0");
  CHECK(text("float64", {Integer{-1, IntType::uint64}}) == "1.8446744073709552e+19");
  CHECK(text("atoi", {"12"}) == "12");
  CHECK(text("atoi", {"012"}) == "12");
  CHECK(text("atoi", {"-7"}) == "-7");
  CHECK(text("atoi", {"12x"}) == "0");
  CHECK(text("atoi", {"0x10"}) == "0");
  CHECK(text("toDecimal", {"777"}) == "511");
  CHECK(text("toDecimal", {"8"}) == "0");
}

TEST_CASE("integer arithmetic") {
  CHECK(text("add", {1, 2.9, "3"}) == "6");
  CHECK(call("add", {1}).type_name() == "int64");
  CHECK(text("add") == "0");
  CHECK(text("add1", {"4"}) == "5");
  CHECK(text("sub", {5, "2"}) == "3");
  CHECK(text("mul", {2, 3, 4}) == "24");
  CHECK(text("div", {7, 2}) == "3");
  CHECK(text("div", {-7, 2}) == "-3");
  CHECK(text("mod", {7, 3}) == "1");
  CHECK(text("max", {1, 5, 3}) == "5");
  CHECK(text("biggest", {1, 2}) == "2");
  CHECK(text("min", {4, 2}) == "2");
  CHECK(error("div", {1, 0}) == "runtime error: integer divide by zero");
  CHECK(error("mod", {1, 0}) == "runtime error: integer divide by zero");
}

TEST_CASE("integers wrap around as Go's do") {
  const auto largest = Value::go_int64(std::numeric_limits<std::int64_t>::max());
  const auto smallest = Value::go_int64(std::numeric_limits<std::int64_t>::min());
  CHECK(text("add1", {largest}) == "-9223372036854775808");
  CHECK(text("mul", {largest, 2}) == "-2");
  CHECK(text("div", {smallest, -1}) == "-9223372036854775808");
  CHECK(text("mod", {smallest, -1}) == "0");
}

TEST_CASE("floats") {
  CHECK(text("floor", {1.9}) == "1");
  CHECK(text("ceil", {1.1}) == "2");
  CHECK(text("round", {1.2345, 2}) == "1.23");
  CHECK(text("round", {1.5, 0}) == "2");
  CHECK(text("round", {1.25, 1, 0.6}) == "1.2");
  CHECK(text("maxf", {1, 2.5}) == "2.5");
  CHECK(text("minf", {1, 2.5}) == "1");
}

TEST_CASE("ranges") {
  CHECK(text("until", {3}) == "[0 1 2]");
  CHECK(text("until", {-2}) == "[0 -1]");
  CHECK(text("until", {0}) == "[]");
  CHECK(call("until", {1}).type_name() == "[]int");
  CHECK(text("untilStep", {0, 10, 3}) == "[0 3 6 9]");
  CHECK(text("untilStep", {3, 0, -2}) == "[3 1]");
  CHECK(text("untilStep", {0, 3, 0}) == "[]");
  CHECK(text("seq", {3}) == "1 2 3");
  CHECK(text("seq", {1, 2, 7}) == "1 3 5 7");
  CHECK(text("seq", {3, 1}) == "3 2 1");
  CHECK(text("seq").empty());
  CHECK(error("until", {Value::go_int(1'000'000'000'000)}).find("more than") != std::string::npos);
}

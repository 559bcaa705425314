#include <cmath>
#include <limits>
#include <map>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/value/format.hpp"
#include "tests/support/golden.hpp"

using namespace gimlet;

namespace {

Value bytes(std::string_view text) {
  std::vector<Value> items;
  for (const char c : text) items.emplace_back(Integer{static_cast<unsigned char>(c), IntType::uint8});
  return Value::list(std::move(items), ElementType::byte);
}

Value map_of(std::initializer_list<std::pair<const std::string, Value>> entries,
             ElementType element = ElementType::any) {
  Value map = Value::map(element);
  map.as_map().entries = entries;
  return map;
}

// The operands of tests/data/template/goldens.go.
const std::map<std::string, Value>& operands() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  static const std::map<std::string, Value> all{
      {"nil", nullptr},
      {"true", true},
      {"zero", 0},
      {"int5", 5},
      {"neg", -42},
      {"int64", Value::go_int64(1LL << 40)},
      {"min", Value::go_int64(std::numeric_limits<std::int64_t>::min())},
      {"uint8", Integer{200, IntType::uint8}},
      {"uint64", Integer{-1, IntType::uint64}},
      {"rune", 0x1F600},
      {"f0", 0.0},
      {"fneg0", -0.0},
      {"f1.5", 1.5},
      {"f100000", 100000.0},
      {"f1e6", 1e6},
      {"f12345678.9", 12345678.9},
      {"f1e20", 1e20},
      {"f1e21", 1e21},
      {"f1e-5", 1e-5},
      {"f0.0001", 0.0001},
      {"f-third", -1.0 / 3},
      {"fmax", std::numeric_limits<double>::max()},
      {"fmin", std::numeric_limits<double>::denorm_min()},
      {"inf", kInfinity},
      {"-inf", -kInfinity},
      {"nan", std::nan("")},
      {"complex", std::complex<double>(1.5, -2)},
      {"empty", ""},
      {"str", "h\u00e9\"llo\n"},
      {"bad",
       "a\xff"
       "b"},
      {"odd", "\u200b\u00ad\U0001F600\x7f`"},
      {"bytes", bytes(std::string_view("hi\0", 3))},
      {"list", Value::list({1, "a", nullptr, 2.5, true})},
      {"strings", Value::list({"x", "y z"}, ElementType::string)},
      {"elist", Value::list()},
      {"map", map_of({{"b", Value::list({1})}, {"a", nullptr}, {"c", map_of({{"d", "e"}})}})},
      {"smap", map_of({{"k", "v"}}, ElementType::string)}};
  return all;
}

std::vector<Value> lookup(const std::string& names) {
  std::vector<Value> values;
  std::istringstream parts(names);
  for (std::string name; std::getline(parts, name, ',');) values.push_back(operands().at(name));
  return values;
}

}  // namespace

TEST_CASE("formatting is Go's, verb by verb") {
  const auto rows = test::read_golden(std::filesystem::path(GIMLET_TEST_DATA) / "template/format.tsv");
  REQUIRE(rows.size() > 3000);
  for (const auto& row : rows) {
    REQUIRE(row.size() == 3);
    const auto values = lookup(row[0]);
    const std::string got = row[1] == "print"     ? format_print(values)
                            : row[1] == "println" ? format_println(values)
                                                  : format_printf(row[1], values);
    CHECK_MESSAGE(got == row[2], row[0], " with ", row[1], ": got ", got, ", Go gives ", row[2]);
  }
}

TEST_CASE("a value nested without end is an error, not a crash") {
  Value value = 1;
  for (int i = 0; i < 5000; ++i) value = Value::list({value});
  CHECK_THROWS_AS(format_value(value), Error);
}

TEST_CASE("{{ . }} of nil says so") {
  std::string out;
  append_printed(out, nullptr);
  append_printed(out, 1e6);
  CHECK(out == "<no value>1e+06");
}

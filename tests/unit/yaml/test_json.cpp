#include <cstdint>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "core/yaml/json.hpp"

using namespace gimlet;

TEST_CASE("marshal_json is Go's encoding/json") {
  CHECK(yaml::marshal_json({}) == "null");
  CHECK(yaml::marshal_json(true) == "true");
  CHECK(yaml::marshal_json("<a>&'\"\\") == R"("\u003ca\u003e\u0026'\"\\")");
  CHECK(yaml::marshal_json("\b\f\n\r\t\x01\x7f\u2028é😀") == "\"\\b\\f\\n\\r\\t\\u0001\x7f\\u2028é😀\"");
  CHECK(yaml::marshal_json("\xff\xc3") == R"("\ufffd\ufffd")");
  CHECK(yaml::marshal_json("\xed\xa0\x80") == R"("\ufffd\ufffd\ufffd")");
}

TEST_CASE("marshal_json prints floats as encoding/json does") {
  const auto json = [](double value) { return yaml::marshal_json(value); };
  CHECK(json(1) == "1");
  CHECK(json(-0.0) == "-0");
  CHECK(json(1e20) == "100000000000000000000");
  CHECK(json(1e21) == "1e+21");
  CHECK(json(0.000001) == "0.000001");
  CHECK(json(1e-7) == "1e-7");
  CHECK(json(1.5e-10) == "1.5e-10");
  CHECK(json(12345678.9) == "12345678.9");
  CHECK(json(5e-324) == "5e-324");
  CHECK_THROWS_WITH_AS(json(std::numeric_limits<double>::infinity()), "json: unsupported value: +Inf", Error);
  CHECK_THROWS_WITH_AS(json(std::numeric_limits<double>::quiet_NaN()), "json: unsupported value: NaN", Error);
}

TEST_CASE("marshal_json of integers and bytes") {
  CHECK(yaml::marshal_json(Value::go_int(-5)) == "-5");
  CHECK(yaml::marshal_json(Integer{-1, IntType::uint64}) == "18446744073709551615");
  CHECK(yaml::marshal_json(Value::list({Integer{104, IntType::uint8}, Integer{105, IntType::uint8}},
                                       ElementType::byte)) == R"("aGk=")");
}

TEST_CASE("marshal_json with indentation and without HTML escapes") {
  Value map = Value::map();
  map.as_map().entries["b"] = Value::list({1, "<"});
  map.as_map().entries["a"] = Value::map();
  map.as_map().entries["c"] = Value::list();
  yaml::MarshalOptions options;
  options.indent = "  ";
  options.escape_html = false;
  CHECK(yaml::marshal_json(map) == R"({"a":{},"b":[1,"\u003c"],"c":[]})");
  CHECK(yaml::marshal_json(map, options) ==
        "{\n  \"a\": {},\n  \"b\": [\n    1,\n    \"<\"\n  ],\n  \"c\": []\n}");
}

TEST_CASE("a map that holds itself is an error, not a crash") {
  Value map = Value::map();
  map.as_map().entries["self"] = map;
  CHECK_THROWS_AS(yaml::marshal_json(map), Error);
  CHECK_THROWS_AS(yaml::to_json(map), Error);
  map.as_map().entries.clear();
}

TEST_CASE("from_json and to_json") {
  const Json document = Json::parse(R"({"b":1,"a":[1.5,"x",null,true,18446744073709551615,-3]})");
  const Value value = yaml::from_json(document);
  CHECK(value.find("b")->type_name() == "int64");
  CHECK(value.find("a")->as_list().items[4].is_float());
  CHECK(yaml::to_json(value).dump() == R"({"a":[1.5,"x",null,true,1.8446744073709552e+19,-3],"b":1})");
  CHECK(yaml::to_json(2.0).is_number_integer());
  CHECK(yaml::to_json(-0.0).is_number_float());
  CHECK(yaml::to_json(Integer{-1, IntType::uint64}).get<std::uint64_t>() == 18446744073709551615U);
}

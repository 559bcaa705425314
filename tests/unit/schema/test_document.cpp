#include <string>

#include <doctest/doctest.h>

#include "core/schema/document.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using schema::Document;

namespace {

schema::Texts texts;

Document parse_document(std::string_view text) {
  return schema::parse_document(text, texts);
}

}  // namespace

TEST_CASE("documents keep how numbers are written") {
  const Document document =
      parse_document(R"({"b": [1.50, 2e3, -7, 12345678901234567890123], "a": null, "b2": "x"})");
  REQUIRE(document.is_object());
  CHECK(document.members[0].name == "a");
  const Document* numbers = document.find("b");
  REQUIRE(numbers != nullptr);
  CHECK(numbers->items[0].text == "1.50");
  CHECK(numbers->items[1].text == "2e3");
  CHECK(numbers->items[2].text == "-7");
  CHECK(numbers->items[3].text == "12345678901234567890123");
  CHECK(document.find("c") == nullptr);
  CHECK(numbers->find("b") == nullptr);
}

TEST_CASE("documents: the last of several members of one name counts") {
  CHECK(parse_document(R"({"a": 1, "b": 2, "a": 3})").find("a")->text == "3");
}

TEST_CASE("documents: texts that are not written as they are") {
  const Document document = parse_document(R"({"a\u0062": "x\ny", "\"": "\ud83d\ude00", "c": "é", "d": ")"
                                           "\xff\"}");
  CHECK(document.find("ab")->text == "x\ny");
  CHECK(document.find("\"")->text == "\U0001F600");
  CHECK(document.find("c")->text == "é");
  CHECK(document.find("d")->text == "\uFFFD");
}

TEST_CASE("documents: syntax errors in the words of Go's decoder") {
  const auto error = [](const std::string& text) { return test::failure([&] { parse_document(text); }); };
  CHECK(error("") == "EOF");
  CHECK(error("{") == "unexpected EOF");
  CHECK(error("{} {}") == "invalid character after top-level value");
  CHECK(error("[1,]") == "invalid character ']' looking for beginning of value");
  CHECK(error(std::string(5000, '[') + std::string(5000, ']')) == "nested deeper than 1000 levels");
}

TEST_CASE("documents: equality is by value") {
  const auto equal = [](const char* a, const char* b) {
    return schema::equal(parse_document(a), parse_document(b));
  };
  CHECK(equal(R"({"a": [1, {"b": 2.0}], "c": "x"})", R"({"c": "x", "a": [1.0, {"b": 2}]})"));
  CHECK(!equal("[1, 2]", "[2, 1]"));
  CHECK(!equal("[1]", "[1, 1]"));
  CHECK(!equal("1", "\"1\""));
  CHECK(!equal("0", "false"));
  CHECK(!equal(R"({"a": 1})", R"({"b": 1})"));
}

TEST_CASE("documents of values") {
  Value map = Value::map();
  map.as_map().entries["f"] = 1e6;
  map.as_map().entries["i"] = Value::go_int64(-5);
  map.as_map().entries["l"] = Value::list({Value("x"), Value(), Value(true)});
  CHECK(schema::equal(schema::document_of(map, texts),
                      parse_document(R"({"f": 1000000, "i": -5, "l": ["x", null, true]})")));
  Value deep = Value::list();
  for (int i = 0; i < 2000; ++i) deep = Value::list({deep});
  CHECK(test::failure([&] { schema::document_of(deep, texts); }) == "nested deeper than 1000 levels");
}

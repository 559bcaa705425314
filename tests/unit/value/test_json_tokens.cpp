#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "core/value/json_tokens.hpp"

using namespace gimlet;

namespace {

std::string text_of(const std::string& json) {
  return JsonTokens(json).string();
}

}  // namespace

TEST_CASE("JSON's strings are decoded as encoding/json does") {
  CHECK(text_of(R"("")").empty());
  CHECK(text_of(R"("plain, ünd 💡")") == "plain, ünd 💡");
  CHECK(text_of(R"("\b\f\n\r\t\"\\\/")") == "\b\f\n\r\t\"\\/");
  CHECK(text_of(R"("\u00e4 \ud83d\udca1")") == "ä 💡");
  CHECK(text_of(R"("\ud83dx")") == "\uFFFDx");
  CHECK(text_of(R"("\ud83d\u0041")") == "\uFFFDA");
  CHECK(text_of(R"("\udca1\ud83d")") == "\uFFFD\uFFFD");
  CHECK(text_of("\"a\xFF"
                "b\"") == "a\uFFFDb");
}

TEST_CASE("JSON's strings are parts of the text where they are written as they are") {
  CHECK(JsonTokens(R"("plain, ünd")").plain_string() == "plain, ünd");
  for (const char* json : {R"("a\n")", "\"a\xFF\""}) {
    JsonTokens tokens(json);
    CHECK_FALSE(tokens.plain_string());
    CHECK(tokens.string().starts_with("a"));
  }
}

TEST_CASE("JSON's tokens follow each other, white space or not") {
  JsonTokens tokens(" { \"a\\\"\" :\t-1.50e+3 ,\"b\":[true]}");
  CHECK(tokens.take('{'));
  CHECK(tokens.peek() == '"');
  CHECK(tokens.string() == "a\"");
  CHECK_FALSE(tokens.take(','));
  CHECK(tokens.take(':'));
  CHECK(tokens.peek() == '-');
  CHECK(tokens.number() == "-1.50e+3");
  CHECK(tokens.take(','));
  CHECK(tokens.peek() == '"');
  CHECK(tokens.string() == "b");
  CHECK(tokens.take(':'));
  CHECK(tokens.take('['));
  CHECK(tokens.peek() == 't');
  tokens.word("true");
  CHECK(tokens.take(']'));
  CHECK(tokens.take('}'));
  CHECK(JsonTokens("12").number() == "12");
}

namespace {

// Writes down what read_json asks for.
struct Recorder {
  using Node = std::string;
  std::size_t deepest = 0;
  std::size_t limit = 10;

  [[noreturn]] static void malformed(const std::string& problem) { throw std::invalid_argument(problem); }
  void check_depth(std::size_t depth) {
    deepest = std::max(deepest, depth);
    if (depth == limit) throw std::length_error("too deep");
  }
  static std::string text(JsonTokens& tokens) { return tokens.string(); }
  static std::string null() { return "nil"; }
  static std::string boolean(bool value) { return value ? "yes" : "no"; }
  static std::string string(const std::string& text) { return "'" + text + "'"; }
  static std::string number(std::string_view text) { return std::string(text); }
  static std::string object() { return "{"; }
  static std::string array() { return "["; }
  static void put(std::string& object, const std::string& name, const std::string& value) {
    object += name + "=" + value + ";";
  }
  static void put(std::string& array, const std::string& value) { array += value + ";"; }
  static void end_object(std::string& object) { object += "}"; }
};

}  // namespace

TEST_CASE("JSON is read value by value, each collection with how many it lies in") {
  Recorder recorder;
  const std::string text = R"( {"a": [1, -2.50, "x", [], {}], "b": {"c": null, "d": true}, "e": false} )";
  CHECK(read_json_text(text, recorder) == "{a=[1;-2.50;'x';[;{};;b={c=nil;d=yes;};e=no;}");
  CHECK(recorder.deepest == 2);
}

TEST_CASE("JSON that is none is refused in Go's words, wherever it ends") {
  Recorder recorder;
  const std::string text =
      R"( {"a\u00e4": [1, -2.50e+3, "x\"", [], {"": 0}], "b": {"c": null, "d": true}, "e": false})";
  CHECK_NOTHROW(read_json_text(text, recorder));
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK_THROWS_AS(read_json_text(text.substr(0, length), recorder), std::invalid_argument);
  }
  for (const char* bad : {"{,}",
                          "[,]",
                          "[1,]",
                          "{\"a\":1,}",
                          "{\"a\" 1}",
                          "{1:2}",
                          "[1 2]",
                          "{\"a\":1 \"b\":2}",
                          "[1}",
                          "tru",
                          "trux",
                          "nulL",
                          "-",
                          "01",
                          "1.",
                          ".5",
                          "1e",
                          "1e+",
                          "+1",
                          "--1",
                          "\"\t\"",
                          "\"\\x\"",
                          "\"\\u12g4\"",
                          "\"\\u+123\"",
                          "\"\\ud83d\\u12\"",
                          "\"\xFF\x01\"",
                          "1 1",
                          "[] x",
                          "\"a\" ]",
                          "'a'",
                          ""}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(read_json_text(bad, recorder), std::invalid_argument);
  }
  CHECK_THROWS_WITH(read_json_text("[1 2]", recorder), "invalid character '2' after array element");
  CHECK_THROWS_WITH(read_json_text(std::string_view("[\0]", 3), recorder),
                    "invalid character '\\x00' looking for beginning of value");
}

TEST_CASE("JSON's syntax is looked at before what else is wrong") {
  Recorder recorder;
  recorder.limit = 2;
  CHECK_THROWS_WITH(read_json_text("[[[]]]", recorder), "too deep");
  CHECK_THROWS_WITH(read_json_text("[[[]]}", recorder), "invalid character '}' after array element");
}

#include <string>

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
  tokens.skip(4);
  CHECK(tokens.take(']'));
  CHECK(tokens.take('}'));
  CHECK(JsonTokens("12").number() == "12");
}

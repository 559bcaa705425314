#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("regexMatch") {
  CHECK(call("regexMatch", {"^a.c$", "abc"}).as_bool());
  CHECK_FALSE(call("regexMatch", {"^a.c$", "abcd"}).as_bool());
  CHECK_FALSE(call("regexMatch", {"(", "a"}).as_bool());
  CHECK_FALSE(call("regexMatch", {"(?=a)", "a"}).as_bool());
  CHECK(error("mustRegexMatch", {"(", "a"}) == "error parsing regexp: missing closing ): `(`");
}

TEST_CASE("regexReplaceAll expands groups as Go does") {
  const auto replaced = [](const char* pattern, const char* subject, const char* replacement) {
    return text("regexReplaceAll", {pattern, subject, replacement});
  };
  CHECK(replaced("a(x*)b", "-ab-axxb-", "${1}W") == "-W-xxW-");
  CHECK(replaced("a(x*)b", "-ab-axxb-", "$1W") == "---");
  CHECK(replaced("a(?P<name>x*)b", "-axxb-", "[$name]") == "-[xx]-");
  CHECK(replaced("a", "banana", "$$") == "b$n$n$");
  CHECK(replaced("a", "ba", "$") == "b$");
  CHECK(replaced("a", "ba", "${1") == "b${1");
  CHECK(replaced("", "abc", "-") == "-a-b-c-");
  CHECK(replaced("x*", "abxc", "-") == "-a-b-c-");
  CHECK(replaced("", "é", "-") == "-é-");
  CHECK(replaced("^a", "aaa", "b") == "baa");
  CHECK(replaced("\\b", "ab cd", "|") == "|ab| |cd|");
  CHECK(text("regexReplaceAllLiteral", {"a(x*)b", "-ab-axxb-", "${1}"}) == "-${1}-${1}-");
  CHECK(error("regexReplaceAll", {"(", "a", "b"}) ==
        "regexp: Compile(`(`): error parsing regexp: missing closing ): `(`");
}

TEST_CASE("regexFind, regexFindAll, regexSplit and regexQuoteMeta") {
  CHECK(text("regexFind", {"[a-z]+", "123abc"}) == "abc");
  CHECK(text("regexFind", {"x", "123"}).empty());
  CHECK(text("regexFindAll", {"[0-9]", "a1b2c3", 2}) == "[1 2]");
  CHECK(text("regexFindAll", {"[0-9]", "a1b2c3", -1}) == "[1 2 3]");
  CHECK(text("regexSplit", {"z+", "pizza", -1}) == "[pi a]");
  CHECK(text("regexSplit", {"z+", "pizza", 1}) == "[pizza]");
  CHECK(text("regexSplit", {"a", "banana", -1}) == "[b n n ]");
  CHECK(text("regexSplit", {"", "abc", -1}) == "[a b c]");
  CHECK(text("regexQuoteMeta", {"a.b*c"}) == "a\\.b\\*c");
}

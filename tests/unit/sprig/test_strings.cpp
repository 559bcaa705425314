#include <string>

#include <doctest/doctest.h>

#include "tests/unit/sprig/call.hpp"

using namespace gimlet;
using namespace gimlet::test;

TEST_CASE("quote and squote leave nil out") {
  CHECK(text("quote", {"a\"b", 1, nullptr, true, 1.5, list({1})}) == R"("a\"b" "1" "true" "1.5" "[1]")");
  CHECK(text("squote", {"a'b", nullptr, 1}) == "'a'b' '1'");
  CHECK(text("quote", {nullptr}).empty());
  CHECK(text("quote").empty());
  CHECK(text("quote", {1e6}) == "\"1e+06\"");
}

TEST_CASE("upper, lower and title know more than ASCII") {
  CHECK(text("upper", {"aÀé日ß"}) == "AÀÉ日ß");
  CHECK(text("lower", {"ÀÉ"}) == "àé");
  CHECK(text("title", {"hello wORLD foo-bar élan it's _x"}) == "Hello WORLD Foo-Bar Élan It'S _x");
  CHECK(text("untitle", {"Hello World"}) == "hello world");
  CHECK(text("swapcase", {"aBc D"}) == "AbC d");
  CHECK(text("initials", {"First Try"}) == "FT");
  CHECK(error("upper", {1}) == "wrong type for value; expected string; got int");
}

TEST_CASE("trim and its kin") {
  CHECK(text("trim", {" \t a b\n\u3000"}) == "a b");
  CHECK(text("trimAll", {"-é", "é-a-b-é"}) == "a-b");
  CHECK(text("trimall", {"-", "-a-"}) == "a");
  CHECK(text("trimSuffix", {"-", "a--"}) == "a-");
  CHECK(text("trimPrefix", {"-", "--a"}) == "-a");
  CHECK(text("nospace", {" a b\tc"}) == "abc");
  CHECK(text("nospace", {"é"}) == "é");  // the second byte is no space in Latin-1
  CHECK(text("nospace", {"é x"}) == "Ã©x");
}

TEST_CASE("trunc and substr count bytes") {
  CHECK(text("trunc", {3, "abcdef"}) == "abc");
  CHECK(text("trunc", {-3, "abcdef"}) == "def");
  CHECK(text("trunc", {10, "abc"}) == "abc");
  CHECK(text("trunc", {-10, "abc"}) == "abc");
  CHECK(text("trunc", {2, "héy"}) == "h\xc3");
  CHECK(text("substr", {1, 3, "abcdef"}) == "bc");
  CHECK(text("substr", {-1, 3, "abcdef"}) == "abc");
  CHECK(text("substr", {2, -1, "abcdef"}) == "cdef");
  CHECK(text("substr", {2, 99, "abcdef"}) == "cdef");
  CHECK(error("substr", {-1, 9, "abc"}) == "runtime error: slice bounds out of range [:9] with length 3");
  CHECK(error("substr", {9, -1, "abc"}) == "runtime error: slice bounds out of range [9:3]");
  CHECK(error("substr", {2, 1, "abc"}) == "runtime error: slice bounds out of range [2:1]");
}

TEST_CASE("tests on text") {
  CHECK(call("contains", {"b", "abc"}).as_bool());
  CHECK_FALSE(call("contains", {"x", "abc"}).as_bool());
  CHECK(call("hasPrefix", {"a", "abc"}).as_bool());
  CHECK(call("hasSuffix", {"c", "abc"}).as_bool());
  CHECK_FALSE(call("hasSuffix", {"a", "abc"}).as_bool());
}

TEST_CASE("replace and repeat") {
  CHECK(text("replace", {"b", "X", "abcb"}) == "aXcX");
  CHECK(text("replace", {"", "-", "aé"}) == "-a-é-");
  CHECK(text("repeat", {3, "ab"}) == "ababab");
  CHECK(error("repeat", {-1, "ab"}) == "strings: negative Repeat count");
  CHECK(error("repeat", {2000000000, "ab"}).find("more than") != std::string::npos);
}

TEST_CASE("indent and nindent") {
  CHECK(text("indent", {2, "a\nb\n"}) == "  a\n  b\n  ");
  CHECK(text("nindent", {2, "a\n\nb"}) == "\n  a\n  \n  b");
  CHECK(text("indent", {2, ""}) == "  ");
  CHECK(error("indent", {2000000000, "a"}).find("more than") != std::string::npos);
}

TEST_CASE("split, splitn, splitList and join") {
  CHECK(text("split", {",", "a,b"}) == "map[_0:a _1:b]");
  CHECK(call("split", {",", "a,b"}).type_name() == "map[string]string");
  CHECK(text("splitn", {",", 2, "a,b,c"}) == "map[_0:a _1:b,c]");
  CHECK(text("splitList", {",", "a,b,"}) == "[a b ]");
  CHECK(text("splitList", {"", "aé"}) == "[a é]");
  CHECK(call("splitList", {",", "a"}).type_name() == "[]string");
  CHECK(text("join", {",", list({1.0, "1", true, nullptr, 1.5})}) == "1,1,true,1.5");
  CHECK(text("join", {"-", "abc"}) == "abc");
  CHECK(text("join", {",", nullptr}).empty());
}

TEST_CASE("cat, plural, toString and toStrings") {
  CHECK(text("cat", {"a", 1, nullptr, "b"}) == "a 1 b");
  CHECK(text("cat").empty());
  CHECK(text("plural", {"one", "many", 1}) == "one");
  CHECK(text("plural", {"one", "many", 0}) == "many");
  CHECK(text("toString", {nullptr}) == "<nil>");
  CHECK(text("toString", {1e10}) == "1e+10");
  CHECK(text("toStrings", {list({1, nullptr, "x"})}) == "[1 x]");
}

TEST_CASE("abbrev, abbrevboth and wrap") {
  CHECK(text("abbrev", {5, "hello world"}) == "he...");
  CHECK(text("abbrev", {3, "hello"}) == "hello");
  CHECK(text("abbrevboth", {5, 10, "1234 5678 9123"}) == "...5678...");
  CHECK(text("wrap", {10, "this is a long text to wrap"}) == "this is a\nlong text\nto wrap");
  CHECK(text("wrapWith", {5, "|", "abcdefgh ij"}) == "abcde|fgh|ij");
}

TEST_CASE("sanitizeDNSName makes a name that DNS and Helm take") {
  CHECK(text("sanitizeDNSName", {"Feature/My_Branch!!"}) == "feature-my-branch");
  CHECK(text("sanitizeDNSName", {"/a/"}) == "a");
  CHECK(text("sanitizeDNSName", {std::string(60, 'a')}) == std::string(53, 'a'));
  CHECK(text("sanitizeDNSName", {std::string(52, 'a') + "/bc"}) == std::string(52, 'a'));
  CHECK(text("sanitizeDNSName", {"-" + std::string(60, 'a')}) == std::string(52, 'a'));
  CHECK(text("sanitizeDNSName", {"\u00E9t\u00E9"}) == "t");
  CHECK(text("sanitizeDNSName", {"3\u212A"}) == "3k");  // the Kelvin sign: lower case first, as Go has it
  CHECK(text("sanitizeDNSName", {"///"}).empty());
  CHECK(text("sanitizeDNSName", {""}).empty());
}

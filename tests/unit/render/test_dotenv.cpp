#include <cstdlib>

#include <doctest/doctest.h>

#include "core/render/dotenv.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using model::Variables;
using render::parse_dotenv;

namespace {

std::string failure(std::string_view text) {
  return test::failure([&] { parse_dotenv(text, "vars"); });
}

}  // namespace

TEST_CASE("dotenv: lines, comments, export and white space") {
  CHECK(parse_dotenv(
            "\xEF\xBB\xBF# a comment\n\nA=1\r\n export B = two words # why\nC=\n\t# no\nD=a#b\nE=#none\nA=3",
            "vars") == Variables{{"A", "3"}, {"B", "two words"}, {"C", ""}, {"D", "a#b"}, {"E", ""}});
  CHECK(parse_dotenv("", "vars").empty());
  CHECK(parse_dotenv("export=1\nexported=2\n", "vars") == Variables{{"export", "1"}, {"exported", "2"}});
}

TEST_CASE("dotenv: quotes and escapes") {
  CHECK(parse_dotenv(R"(A='single \n $B' # c
B="tab\t nl\n q\" bs\\ d\$ \x"
C="two
lines"
D=$a
E=it's
)",
                     "vars") == Variables{{"A", "single \\n $B"},
                                          {"B", "tab\t nl\n q\" bs\\ d$ \\x"},
                                          {"C", "two\nlines"},
                                          {"D", "$a"},
                                          {"E", "it's"}});
}

// The rows of godotenv's own tests (TestExpanding, TestSubstitutions), and what its pattern does besides.
TEST_CASE("dotenv: variables of earlier lines are expanded as godotenv does") {
  const auto last = [](const std::string& text) { return parse_dotenv(text, "vars").at("BAR"); };
  CHECK(last("FOO=test\nBAR=$FOO") == "test");
  CHECK(last("FOO=test\nBAR=${FOO}bar") == "testbar");
  CHECK(last("FOO=test\nBAR=\"quote $FOO\"") == "quote test");
  CHECK(last("BAR='quote $FOO'") == "quote $FOO");
  CHECK(last("FOO=test\nBAR='quote ${FOO}'") == "quote ${FOO}");
  CHECK(last("FOO=test\nBAR=\"foo\\${FOO} ${FOO}\"") == "foo${FOO} test");
  CHECK(last("FOO=test\nBAR=\\$FOO") == "$FOO");
  CHECK(last("BAR=$FOO") == "");
  CHECK(last("BAR=a${FOO}b\nFOO=later") == "ab");
  CHECK(last("FOO=1\nFOO=2\nBAR=$FOO") == "2");
  CHECK(last("A=1\nB_2=${A}x\nBAR=$B_2$A") == "1x1");
  CHECK(last("BAR=bar\nBAR=${BAR}r") == "barr");
  CHECK(last("FOO='$A'\nA=no\nBAR=$FOO") == "$A");
  CHECK(last("BAR=pa$$word $ ${ $lower ${lower} 5$") == "pa$$word $ ${ $lower ${lower} 5$");
  CHECK(last("FOO=1\nBAR=$(FOO) \\$(FOO)") == "(FOO) $(FOO)");
  CHECK(last("FOO=1\nBAR=${FOO {$FOO}") == "1 {1");
  CHECK(last("FOO=1\nBAR=\"two\n$FOO # lines\" # $FOO") == "two\n1 # lines");
}

// godotenv would take it from the process: what is released must not hang on the machine.
TEST_CASE("dotenv: nothing comes from the environment") {
  REQUIRE(std::getenv("PATH") != nullptr);
  CHECK(parse_dotenv("A=$PATH", "vars").at("A").empty());
}

TEST_CASE("dotenv: errors carry line and column") {
  CHECK(failure("A=1\nB\n") ==
        "vars:2:2: \"=\" must follow the name \"B\" [write NAME=value, one on a line]");
  CHECK(failure("A=1\n  =2").find("vars:2:3: a variable's name must begin") == 0);
  CHECK(failure("A=\"x\n").find("vars:1:3: the quote is not closed") == 0);
  CHECK(failure("A='x\n").find("vars:1:3: the quote is not closed") == 0);
  CHECK(failure("A='x' y\n").find("vars:1:7: text behind the closing quote") == 0);
  CHECK(failure("A=\"x\\").find("not closed") != std::string::npos);
  CHECK(failure("A=\xFF").find("not UTF-8") != std::string::npos);
}

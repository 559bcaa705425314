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

TEST_CASE("dotenv: quotes and escapes; nothing is expanded") {
  CHECK(parse_dotenv(R"(A='single \n $B' # c
B="tab\t nl\n q\" bs\\ d\$ \x $A"
C="two
lines"
D=$A
E=it's
)",
                     "vars") == Variables{{"A", "single \\n $B"},
                                          {"B", "tab\t nl\n q\" bs\\ d$ \\x $A"},
                                          {"C", "two\nlines"},
                                          {"D", "$A"},
                                          {"E", "it's"}});
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

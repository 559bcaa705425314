#include <doctest/doctest.h>

#include "core/util/regexp.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;

TEST_CASE("regexp: matches anywhere, in Go's syntax") {
  CHECK(Regexp("b+").matches("abbc"));
  CHECK(!Regexp("^b").matches("abc"));
  CHECK(Regexp("").matches(""));
  CHECK(Regexp(R"(^\p{Greek}+$)").matches("αβγ"));
}

TEST_CASE("regexp: what does not parse is told in Go's words") {
  CHECK(test::failure([] { Regexp("[a"); }) == "error parsing regexp: missing closing ]: `[a`");
  CHECK(test::failure([] { Regexp("(?=a)"); }) ==
        "error parsing regexp: invalid or unsupported Perl syntax: `(?=`");
}

#include <doctest/doctest.h>

#include "core/go/regexp.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;

TEST_CASE("regexp: matches anywhere, in Go's syntax") {
  CHECK(go::Regexp("b+").matches("abbc"));
  CHECK(!go::Regexp("^b").matches("abc"));
  CHECK(go::Regexp("").matches(""));
  CHECK(go::Regexp(R"(^\p{Greek}+$)").matches("αβγ"));
}

TEST_CASE("regexp: what does not parse is told in Go's words") {
  CHECK(test::failure([] { go::Regexp("[a"); }) == "error parsing regexp: missing closing ]: `[a`");
  CHECK(test::failure([] { go::Regexp("(?=a)"); }) ==
        "error parsing regexp: invalid or unsupported Perl syntax: `(?=`");
}

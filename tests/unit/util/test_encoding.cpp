#include <doctest/doctest.h>

#include "core/util/encoding.hpp"
#include "core/util/hash.hpp"

using namespace gimlet;

TEST_CASE("base64 is decoded, and errors are where Go reports them") {
  CHECK(base64_decode("").bytes.empty());
  CHECK(base64_decode("aGVsbG8=").bytes == "hello");
  CHECK(base64_decode("aGVs\r\nbG8=\n").bytes == "hello");
  CHECK(base64_decode("aA==").bytes == "h");
  for (const std::string text : {"", "a", "ab", "abc", "abcd", "\x01\xff\x80"}) {
    CHECK(base64_decode(base64_encode(text)).bytes == text);
    CHECK_FALSE(base64_decode(base64_encode(text)).bad_at.has_value());
  }
  CHECK(base64_decode("!!").bad_at == 0U);
  CHECK(base64_decode("aGk").bad_at == 0U);
  CHECK(base64_decode("aGVsbG8").bad_at == 4U);
  CHECK(base64_decode("ab=c").bad_at == 2U);
  CHECK(base64_decode("abc=d").bad_at == 4U);
  CHECK(base64_decode("aa a").bad_at == 2U);
  CHECK(base64_decode("aA=").bad_at == 3U);
  CHECK(base64_decode("aGVsbG8=x").bad_at == 8U);
  CHECK(base64_decode("a===").bad_at == 1U);
}

TEST_CASE("percent-encoding is taken back") {
  CHECK(percent_decode("a%20b+c%2Fd%2f") == "a b+c/d/");
  CHECK(percent_decode("") == "");
  for (const char* bad : {"%", "%2", "a%zz", "%2g"}) CHECK(!percent_decode(bad));
}

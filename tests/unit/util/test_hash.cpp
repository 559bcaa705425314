#include <string>

#include <doctest/doctest.h>

#include "core/util/hash.hpp"

using namespace gimlet;

TEST_CASE("hash: digests of the empty string and of abc, and base64") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha1_hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(base64_encode("ab") == "YWI=");
  CHECK(base64_encode("").empty());
}

TEST_CASE("hash: digests of a million bytes, for which libcrypto is started") {
  const std::string million(1'000'000, 'a');
  CHECK(sha1_hex(million) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  CHECK(sha256_hex(million) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

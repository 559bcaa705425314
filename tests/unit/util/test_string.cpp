#include <doctest/doctest.h>

#include "core/util/string.hpp"
#include "core/util/uuid.hpp"

using namespace gimlet;

TEST_CASE("redact_urls: mistake 18, tokens in remote URLs were logged") {
  CHECK(redact_urls("https://user:s3cret@host/x.git") == "https://user:***@host/x.git");
  CHECK(redact_urls("fatal: 'https://ghp_token@github.com/a/b' and https://x:y@z") ==
        "fatal: 'https://***@github.com/a/b' and https://x:***@z");
  CHECK(redact_urls("ssh://git@host/x") == "ssh://git@host/x");
  CHECK(redact_urls("https://host/x@y") == "https://host/x@y");
  CHECK(redact_urls("no url") == "no url");
}

TEST_CASE("is_valid_utf8 refuses overlong forms, surrogates and truncation") {
  CHECK(is_valid_utf8("plain, \xC3\xA9, \xF0\x9F\x98\x80"));
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_valid_utf8("\xE2\x82"));
  CHECK_FALSE(is_valid_utf8("\xF5\x80\x80\x80"));
}

TEST_CASE("printable_line keeps a terminal safe") {
  CHECK(printable_line("a\x1b[31mb\nc\xFF") == "a [31mb c?");
  CHECK(printable_line("a\u009b2J\u202eb\u2066c\u2028d\u200fe") == "a 2J b c d\u200fe");
  CHECK(printable_line("abcdef", 3) == "abc…");
}

TEST_CASE("closest suggests near words only") {
  CHECK(closest("stagin", {"staging", "production"}) == "staging");
  CHECK(closest("zzzzzz", {"staging", "production"}).empty());
}

TEST_CASE("split and join") {
  CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(join({"a", "b"}, ", ") == "a, b");
  CHECK(replace_all("aXbX", "X", "XX") == "aXXbXX");
}

TEST_CASE("uuid_v4 has the version and variant bits") {
  const std::string uuid = uuid_v4();
  REQUIRE(uuid.size() == 36);
  CHECK(uuid[14] == '4');
  CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
  CHECK(uuid != uuid_v4());
}

// The example of RFC 9562, A.4.
TEST_CASE("uuid_v5 of a name in the namespace of DNS") {
  CHECK(uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com") ==
        "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

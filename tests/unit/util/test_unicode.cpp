#include <doctest/doctest.h>

#include "core/util/unicode.hpp"

using namespace gimlet::unicode;

TEST_CASE("runes are decoded as Go decodes them") {
  CHECK(to_runes("aé日😀") == U"aé日😀");
  CHECK(to_utf8(U"aé日😀") == "aé日😀");
  CHECK(to_runes("a\xff\xc3") == U"a\uFFFD\uFFFD");
  CHECK(to_runes("\xc0\x80").size() == 2);          // overlong
  CHECK(to_runes("\xed\xa0\x80").size() == 3);      // a surrogate
  CHECK(to_runes("\xf4\x90\x80\x80").size() == 4);  // beyond U+10FFFF
  CHECK(decode("\xe2\x82", 0).length == 1);         // cut off
  CHECK(to_utf8(std::u32string(1, static_cast<char32_t>(0xD800))) == "\uFFFD");
}

TEST_CASE("a byte that is not UTF-8 is told from a U+FFFD that is written out, and counts as one") {
  CHECK_FALSE(decode("\xff", 0).valid());
  CHECK(decode("\uFFFD", 0).valid());
  CHECK(decode("a", 0).valid());
  CHECK(count("aé日😀") == 4);
  CHECK(count("\xe2\x82") == 2);
  CHECK(count("") == 0);
}

TEST_CASE("is_printable is what Go 1.25 quotes as itself") {
  using namespace std::string_view_literals;
  // The last two are new in Unicode 15.
  for (const char32_t code : U" ~é\u0301日€😀\U0001FAE8\u0CF3"sv) CHECK(is_printable(code));
  for (const char32_t code : U"\n\x7F\u0085\u00A0\u00AD\u0378\u2028\uE000\uFEFF\U0010FFFF"sv) {
    CHECK_FALSE(is_printable(code));
  }
}

TEST_CASE("categories and case") {
  CHECK(is_letter(U'é'));
  CHECK(is_letter(U'日'));
  CHECK_FALSE(is_letter(U'1'));
  CHECK_FALSE(is_letter(U'😀'));
  CHECK(is_digit(U'٣'));
  CHECK_FALSE(is_digit(U'²'));
  CHECK(is_space(U'\u3000'));
  CHECK(to_upper(U'ß') == U'ß');
  CHECK(to_upper(U'é') == U'É');
  CHECK(to_upper(U'ą') == U'Ą');
  CHECK(to_upper(U'Ą') == U'Ą');
  CHECK(to_lower(U'À') == U'à');
  CHECK(to_lower(U'Σ') == U'σ');
  CHECK(to_title(U'ǆ') == U'ǅ');
  CHECK(to_lower(U'İ') == U'i');
}

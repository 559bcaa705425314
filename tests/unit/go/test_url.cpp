#include <string>

#include <doctest/doctest.h>

#include "core/go/netip.hpp"
#include "core/go/url.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using go::Url;

namespace {

std::string resolved(const std::string& base, const std::string& reference) {
  return Url::parse(base).resolve(Url::parse(reference)).str();
}

}  // namespace

TEST_CASE("URLs: the examples of RFC 3986, section 5.4, as Go resolves them") {
  const std::string base = "http://a/b/c/d;p?q";
  CHECK(resolved(base, "g:h") == "g:h");
  CHECK(resolved(base, "g") == "http://a/b/c/g");
  CHECK(resolved(base, "./g") == "http://a/b/c/g");
  CHECK(resolved(base, "g/") == "http://a/b/c/g/");
  CHECK(resolved(base, "/g") == "http://a/g");
  CHECK(resolved(base, "//g") == "http://g");
  CHECK(resolved(base, "?y") == "http://a/b/c/d;p?y");
  CHECK(resolved(base, "g?y") == "http://a/b/c/g?y");
  CHECK(resolved(base, ";x") == "http://a/b/c/;x");
  CHECK(resolved(base, "") == "http://a/b/c/d;p?q");
  CHECK(resolved(base, ".") == "http://a/b/c/");
  CHECK(resolved(base, "..") == "http://a/b/");
  CHECK(resolved(base, "../g") == "http://a/b/g");
  CHECK(resolved(base, "../../g") == "http://a/g");
  CHECK(resolved(base, "../../../g") == "http://a/g");
  CHECK(resolved(base, "/./g") == "http://a/g");
  CHECK(resolved(base, "g.") == "http://a/b/c/g.");
  CHECK(resolved(base, "./g/.") == "http://a/b/c/g/");
  CHECK(resolved(base, "g/../h") == "http://a/b/c/h");
}

TEST_CASE("URLs of schemas") {
  CHECK(resolved("file:///values.schema.json", "") == "file:///values.schema.json");
  CHECK(resolved("file:///values.schema.json", "defs.json") == "file:///defs.json");
  CHECK(resolved("urn:a:b", "") == "urn:a:b");
  CHECK(resolved("https://u:p@h:1/x%2Fy?q", "z w") == "https://u:p@h:1/z%20w");
}

TEST_CASE("URLs: what is none, in Go's words") {
  const auto error = [](const std::string& text) { return test::failure([&] { Url::parse(text); }); };
  CHECK(error(":a") == "parse \":a\": missing protocol scheme");
  CHECK(error("1:a") == "parse \"1:a\": first path segment in URL cannot contain colon");
  CHECK(error("http://a b") == "parse \"http://a b\": invalid character \" \" in host name");
  CHECK(error("http://[::1") == "parse \"http://[::1\": missing ']' in host");
  CHECK(error("http://a:b") == "parse \"http://a:b\": invalid port \":b\" after host");
  CHECK(error("/%zz") == "parse \"/%zz\": invalid URL escape \"%zz\"");
  CHECK(error("#%zz") == "parse \"#%zz\": invalid URL escape \"%zz\"");
  CHECK(error("*").empty());
}

TEST_CASE("URLs: user and fragment") {
  const Url url = Url::parse("https://u%40x:p%3A@h/a#b%20c");
  REQUIRE(url.user);
  CHECK(url.user->name == "u@x");
  CHECK(url.user->password == "p:");
  CHECK(url.fragment == "b c");
  CHECK(url.str() == "https://u%40x:p%3A@h/a#b%20c");
  CHECK(resolved("http://a/b#c", "") == "http://a/b#c");
  CHECK(resolved("http://a/b#c", "d") == "http://a/d");
}

TEST_CASE("IP addresses") {
  const auto problem = [](const char* text) { return test::failure([&] { go::parse_ip_address(text); }); };
  CHECK(go::parse_ip_address("::").bytes == std::string(16, '\0'));
  CHECK(go::parse_ip_address("1:2:3:4:5:6:7::").bytes.size() == 16);
  CHECK(go::parse_ip_address("::ffff:1.2.3.4").bytes.ends_with("\x01\x02\x03\x04"));
  CHECK(go::parse_ip_address("1.2.3.4").is_v4());
  CHECK(go::parse_ip_address("fe80::1%eth0").zone == "eth0");
  CHECK(problem("x") == "ParseAddr(\"x\"): unable to parse IP");
  CHECK(problem("::1%") == "ParseAddr(\"::1%\"): zone must be a non-empty string");
}

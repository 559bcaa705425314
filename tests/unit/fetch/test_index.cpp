#include <doctest/doctest.h>

#include "core/fetch/repository_index.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::fetch;

namespace {

constexpr const char* index_yaml = R"(apiVersion: v1
entries:
  web:
  - version: 2.0.0
    description: |-
      shop:
        - version: 9.9.9
    urls: [web-2.0.0.tgz]
  shop:
    - version: 1.0.0
      digest: SHA256:ABCD
      urls:
      - https://elsewhere/shop-1.0.0.tgz
      - second
    # a comment
    - version: 1.1.0
      urls: [shop-1.1.0.tgz]
    - version: 2.0.0-beta
    - version: 1.0
  shop-extra:
  - version: 3.0.0
generated: now
)";

std::vector<std::string> versions(const std::optional<std::vector<IndexEntry>>& entries) {
  std::vector<std::string> found;
  REQUIRE(entries.has_value());
  for (const auto& entry : *entries) found.push_back(entry.version);
  return found;
}

}  // namespace

TEST_CASE("index: the versions of one chart") {
  const auto shop = index_entries(index_yaml, "shop");
  CHECK(versions(shop) == std::vector<std::string>{"1.0.0", "1.1.0", "2.0.0-beta", "1"});
  CHECK(shop->front().digest == "abcd");
  CHECK(shop->front().urls.size() == 2);
  CHECK(versions(index_entries(index_yaml, "shop-extra")) == std::vector<std::string>{"3.0.0"});
  CHECK(!index_entries(index_yaml, "sho").has_value());
  CHECK(!index_entries(index_yaml, "version").has_value());
}

TEST_CASE("index: other shapes than block style give the same") {
  CHECK(versions(index_entries("entries: {shop: [{version: 1.2.3}]}", "shop")).front() == "1.2.3");
  CHECK(versions(index_entries("{\"entries\":{\"shop\":[{\"version\":\"1.2.3\"}]}}", "shop")).front() ==
        "1.2.3");
  CHECK(versions(index_entries("entries:\n  \"shop\":\n  - version: 1.2.3\n", "shop")).front() == "1.2.3");
  CHECK(versions(index_entries("x: &a\n- version: 4.0.0\nentries:\n  shop: *a\n", "shop")).front() ==
        "4.0.0");
  CHECK(versions(index_entries("entries:\n  a:\n  - &v\n    version: 5.0.0\n  shop:\n  - *v\n", "shop"))
            .front() == "5.0.0");
  CHECK(!index_entries("entries: {}", "shop").has_value());
  CHECK(!index_entries("entries:\n", "shop").has_value());
  CHECK(test::failure([] { index_entries("<html>", "shop"); }).find("no index") != std::string::npos);
  CHECK(test::failure([] { index_entries("", "shop"); }).find("no index") != std::string::npos);
}

TEST_CASE("index: which version a range takes") {
  const auto shop = *index_entries(index_yaml, "shop");
  const auto chosen = [&](const std::string& version) {
    const IndexEntry* entry = choose(shop, version);
    return entry == nullptr ? std::string("none") : entry->version;
  };
  CHECK(chosen("") == "1.1.0");
  CHECK(chosen("~1.0.0") == "1.0.0");
  CHECK(chosen("2.0.0-beta") == "2.0.0-beta");
  CHECK(chosen(">1.0.0-0") == "2.0.0-beta");
  CHECK(chosen("7") == "none");
  CHECK(!test::failure([&] { chosen(">>"); }).empty());
}

TEST_CASE("index: URLs against the repository's") {
  CHECK(resolve_url("https://h/a", "x.tgz") == "https://h/a/x.tgz");
  CHECK(resolve_url("https://h/a/", "./x.tgz") == "https://h/a/x.tgz");
  CHECK(resolve_url("https://h/a", "/x.tgz") == "https://h/x.tgz");
  CHECK(resolve_url("https://h/a", "http://o/x.tgz") == "http://o/x.tgz");
  CHECK(resolve_url("https://h/a", "//o/x.tgz") == "https://o/x.tgz");
  CHECK(resolve_url("https://h/a?key=1", "index.yaml") == "https://h/a/index.yaml?key=1");
}

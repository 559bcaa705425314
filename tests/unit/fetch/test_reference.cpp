#include <doctest/doctest.h>

#include "core/fetch/chart_reference.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::fetch;
using Kind = ChartReference::Kind;
using Revision = ChartReference::Revision;

TEST_CASE("reference: a chart repository") {
  const auto reference = parse_reference({"https://charts.example.com/stable/", "shop", "~1.2"});
  CHECK(reference.kind == Kind::repository);
  CHECK(reference.repository == "https://charts.example.com/stable");
  CHECK(reference.name == "shop");
  CHECK(reference.version == "~1.2");
  CHECK(reference.display() == "shop ~1.2 of https://charts.example.com/stable");
}

TEST_CASE("reference: an OCI registry, named in three ways") {
  for (const auto& chart : {model::Chart{"oci://localhost:5000/charts", "shop", "1.2.3"},
                            model::Chart{"", "oci://localhost:5000/charts/shop", "1.2.3"},
                            model::Chart{"", "oci://localhost:5000/charts/shop:1.2.3", ""}}) {
    const auto reference = parse_reference(chart);
    CHECK(reference.kind == Kind::oci);
    CHECK(reference.repository == "localhost:5000/charts/shop");
    CHECK(reference.name == "shop");
    CHECK(reference.version == "1.2.3");
  }
  CHECK(parse_reference({"", "oci://h/shop@sha256:12", ""}).version == "sha256:12");
  CHECK(parse_reference({"", "oci://h/shop:1.0.0@sha256:12", ""}).repository == "h/shop");
  CHECK(test::failure([] {
          parse_reference({"", "oci://h/shop:1.0.0", "2.0.0"});
        }).find("asks for version") != std::string::npos);
  CHECK(test::failure([] {
          parse_reference({"", "oci://host", ""});
        }).find("is no oci://host/path/chart") != std::string::npos);
}

TEST_CASE("reference: a folder of a git repository") {
  const auto reference =
      parse_reference({"", "https://git.example.com/x/y.git?path=/charts/shop/&sha=abc123", ""});
  CHECK(reference.kind == Kind::git);
  CHECK(reference.repository == "https://git.example.com/x/y.git");
  CHECK(reference.name == "charts/shop");
  CHECK(reference.revision_kind == Revision::commit);
  CHECK(reference.revision == "abc123");
  CHECK(parse_reference({"", "git@example.com:x/y.git?tag=v1&path=a", ""}).revision_kind == Revision::tag);
  CHECK(parse_reference({"", "https://e.com/y.git/?branch=main", ""}).revision == "main");
  CHECK(parse_reference({"", "https://e.com/y.git", ""}).revision_kind == Revision::head);
  CHECK(!test::failure([] { parse_reference({"", "https://e.com/y.git?path=../x", ""}); }).empty());
  CHECK(!test::failure([] { parse_reference({"", "https://e.com/y.git?tag=a&sha=b", ""}); }).empty());
  CHECK(!test::failure([] { parse_reference({"", "https://e.com/y.git?tag=", ""}); }).empty());
}

TEST_CASE("reference: .git in a host's name is no git repository") {
  const auto reference = parse_reference({"", "https://me.github.io/charts/shop-1.0.0.tgz", ""});
  CHECK(reference.kind == Kind::archive);
}

TEST_CASE("reference: what is here, aliases, and what is nowhere") {
  const test::Folder folder;
  folder.write("x.git/Chart.yaml", "");
  CHECK(parse_reference({"", folder.path().string(), ""}).kind == Kind::local);
  CHECK(parse_reference({"", (folder.path() / "x.git").string(), ""}).kind == Kind::local);
  const auto alias = parse_reference({"", "stable/shop", "1.x"});
  CHECK(alias.kind == Kind::alias);
  CHECK(alias.repository == "stable");
  CHECK(alias.name == "shop");
  for (const char* name : {"./a/b", "a/b/c", "shop", "/no/where"}) {
    try {
      parse_reference({"", name, ""});
      FAIL(name);
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::not_found);
    }
  }
  CHECK(!test::failure([] { parse_reference({"ftp://x", "shop", ""}); }).empty());
  CHECK(!test::failure([] { parse_reference({"", "", ""}); }).empty());
}

TEST_CASE("reference: exact versions") {
  for (const char* version : {"1.2.3", "v1.2.3", "1.2.3-rc.1", "1.2.3+b5"}) CHECK(is_exact_version(version));
  for (const char* version : {"", "1", "1.2", "1.2.x", "^1.2.3", "1.2.3 - 2", "latest", ">1.2.3"})
    CHECK(!is_exact_version(version));
}

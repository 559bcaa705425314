#include <doctest/doctest.h>

#include "core/model/git_source.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;

namespace {

std::string failure_of_source(const std::string& text) {
  return test::failure([&] { model::parse_git_source(text); });
}

}  // namespace

TEST_CASE("git source: the parts of an address") {
  const model::GitSource source =
      model::parse_git_source("https://h/x.git?path=%2Fcharts/y/&sha=abc&&tag=v1+b&branch=a%20b");
  CHECK(source.url == "https://h/x.git");
  CHECK(source.path == "/charts/y/");
  CHECK(source.sha == "abc");
  CHECK(source.tag == "v1+b");
  CHECK(source.branch == "a b");
  CHECK(model::parse_git_source("https://h/x").path.empty());
  CHECK(failure_of_source("?path=a") == "the address is empty");
  CHECK(failure_of_source("h?path=a&path=b") == "the address has the parameter \"path\" twice");
  CHECK(failure_of_source("h?path=%2").find("without two hexadecimal digits") != std::string::npos);
  CHECK(failure_of_source("h?path=%zz").find("without two hexadecimal digits") != std::string::npos);
  CHECK(failure_of_source("h?tag=") == "the address's parameter \"tag\" is empty");
  CHECK(failure_of_source("h?ref=v1").find("no parameter \"ref\"") != std::string::npos);
}

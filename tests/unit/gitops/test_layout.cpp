#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "gitops/records/layout.hpp"
#include "tests/unit/gitops/fake_snapshot.hpp"

using namespace gimlet;
using gitops::read_layout;
using test::FakeSnapshot;

TEST_CASE("layout: environments and apps are folders, dot-folders are neither") {
  const FakeSnapshot tip({{"staging/web/a.yaml", ""},
                          {"staging/.gimlet/vars", ""},
                          {"staging/release.json", ""},
                          {"production/api/a.yaml", ""},
                          {".gimlet/policies.yaml", ""},
                          {"README.md", ""}});
  const auto layout = read_layout(tip);
  CHECK(gitops::environments(tip, layout) == std::vector<std::string>{"production", "staging"});
  CHECK(gitops::apps(tip, layout, "staging") == std::vector<std::string>{"web"});
  CHECK(layout.app_folder("staging", "web") == "staging/web");
  CHECK(layout.env_release_path("staging") == "staging/release.json");
}

TEST_CASE("layout: a repository that is one environment") {
  const FakeSnapshot tip({{".gimlet/config.yaml", "layout:\n  repositoryPerEnv: true\n  env: production\n"},
                          {"web/a.yaml", ""}});
  const auto layout = read_layout(tip);
  CHECK(gitops::environments(tip, layout) == std::vector<std::string>{"production"});
  CHECK(gitops::apps(tip, layout, "production") == std::vector<std::string>{"web"});
  CHECK(layout.app_folder("production", "web") == "web");
  CHECK(layout.env_release_path("production") == "release.json");
  CHECK_THROWS_AS((void)layout.app_folder("staging", "web"), Error);
}

TEST_CASE("layout: a configuration that is wrong says where") {
  const auto failure = [](const std::string& text) -> std::string {
    try {
      read_layout(FakeSnapshot({{".gimlet/config.yaml", text}}));
    } catch (const Error& error) {
      CHECK(error.code() == ErrorCode::bad_input);
      return error.str();
    }
    return "";
  };
  CHECK(failure("layout: [\n").find(".gimlet/config.yaml:") == 0);
  CHECK(failure("layout: 5\n").find("/layout") != std::string::npos);
  CHECK(failure("layout:\n  repositoryPerEnv: often\n").find("/layout/repositoryPerEnv") !=
        std::string::npos);
  CHECK(failure("layout:\n  repositoryPerEnv: true\n").find("/layout/env") != std::string::npos);
  CHECK(failure("layout:\n  env: ../x\n").find("/layout/env") != std::string::npos);
  CHECK(failure("layout:\n  colour: red\n").find("\"colour\" is no setting") != std::string::npos);
  CHECK(failure("environments: {}\n").empty());
}

TEST_CASE("layout: names that are no path segment are refused") {
  const gitops::Layout layout;
  for (const char* name : {"", ".", "..", ".git", "a/b", "../x", "-x", "a b"}) {
    CHECK_THROWS_AS((void)layout.env_folder(name), Error);
    CHECK_THROWS_AS((void)layout.app_folder("staging", name), Error);
  }
}

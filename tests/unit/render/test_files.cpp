#include <doctest/doctest.h>

#include "core/render/files.hpp"
#include "tests/support/failure.hpp"

using namespace gimlet;
using namespace gimlet::render;

namespace {

std::string failure(const std::string& path) {
  return test::failure([&] { split_helm_output("---\n# Source: " + path + "\na: 1\n"); });
}

}  // namespace

TEST_CASE("files: helm's output is split by template basename, same names are concatenated") {
  const Files files = split_helm_output(
      "---\n# Source: onechart/templates/service.yaml\nkind: Service\n"
      "---\n# Source: onechart/templates/deployment.yaml\nkind: Deployment\n\n\n"
      "---\n# Source: onechart/charts/sub/templates/service.yaml\n  kind: Other\n");
  CHECK(files == Files{{"service.yaml", "---\nkind: Service\n---\n  kind: Other\n"},
                       {"deployment.yaml", "---\nkind: Deployment\n"}});
}

TEST_CASE("files: without separators all is manifest.yaml") {
  CHECK(split_helm_output("a: 1\n---\nb: 2\n\n") == Files{{"manifest.yaml", "a: 1\n---\nb: 2\n"}});
  CHECK(split_helm_output("\n \n").empty());
  CHECK(split_helm_output("").empty());
}

TEST_CASE("files: only a separator at the beginning of a line separates") {
  const std::string text = "a: |\n  ---\n  # Source: x/y.yaml\nb: x---\n# Source: a comment\n";
  CHECK(split_helm_output(text) == Files{{"manifest.yaml", text}});
}

TEST_CASE("files: what stands before the first separator is kept") {
  CHECK(split_helm_output("a: 1\n---\n# Source: c/templates/b.yaml\nb: 2") ==
        Files{{"manifest.yaml", "a: 1\n"}, {"b.yaml", "---\nb: 2\n"}});
}

TEST_CASE("files: a chart's hostile file names are bad input") {
  CHECK(failure("c/templates/release.json") ==
        "a template's file name \"release.json\" is kept for the release's record");
  CHECK(failure("c/templates/RELEASE.json").find("is kept") != std::string::npos);
  CHECK(failure("c/templates/").find("is empty") != std::string::npos);
  CHECK(failure("").find("is empty") != std::string::npos);
  CHECK(failure("../..").find("begins with") != std::string::npos);
  CHECK(failure("c/.git").find("begins with") != std::string::npos);
  CHECK(failure("c/a\\b.yaml").find("no file name may have") != std::string::npos);
  CHECK(failure("c/a\x01.yaml").find("no file name may have") != std::string::npos);
  CHECK(failure("c/\xFF.yaml").find("not UTF-8") != std::string::npos);
  CHECK(failure("c/" + std::string(256, 'a')).find("more than 255") != std::string::npos);
  CHECK(test::failure([] { check_file_name("a/b.yaml"); }).find("no file name may have") !=
        std::string::npos);
  CHECK(split_helm_output("---\n# Source: ../../etc/passwd\na: 1\n").count("passwd") == 1);
}

TEST_CASE("files: appended texts become further documents and end in one newline") {
  Files files;
  append(files, "m", "a: 1");
  append(files, "m", "  \n");
  append(files, "m", "b: 2\n\n");
  append(files, "m", "---\nc: 3\n");
  append(files, "n", "\n  d: 4");
  CHECK(files == Files{{"m", "a: 1\n---\nb: 2\n---\nc: 3\n"}, {"n", "  d: 4\n"}});
}

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "core/chart/files_reader.hpp"
#include "core/chart/ignore.hpp"
#include "core/chart/loader.hpp"
#include "core/chart/path_match.hpp"
#include "core/util/error.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::chart;

namespace {

std::vector<std::string> names(const std::vector<File>& files) {
  std::vector<std::string> result;
  result.reserve(files.size());
  for (const auto& file : files) result.push_back(file.name);
  return result;
}

}  // namespace

TEST_CASE("path match: as Go's filepath.Match") {
  struct Row {
    const char* pattern;
    const char* path;
    bool match;
  };
  for (const auto& [pattern, path, match] :
       std::initializer_list<Row>{{"abc", "abc", true},
                                  {"*", "abc", true},
                                  {"*c", "abc", true},
                                  {"a*", "ab/c", false},
                                  {"a*/b", "abc/b", true},
                                  {"a*b*c*d*e*/f", "axbxcxdxe/f", true},
                                  {"ab[c]", "abc", true},
                                  {"ab[^c]", "abc", false},
                                  {"ab[^e-g]", "abc", true},
                                  {"a\\*b", "a*b", true},
                                  {"a\\*b", "axb", false},
                                  {"a?b", "a/b", false},
                                  {"[a-ζ]*", "α", true},
                                  {"a[^b]c", "a☺c", true},
                                  {"*x", "xxx", true},
                                  {"templates/.?*", "templates/.x", true},
                                  {"templates/.?*", "templates/.", false},
                                  {"", "", true},
                                  {"[x-y]a", "ya", true},
                                  {"a**b", "axyb", true},
                                  {"*/*", "a/b", true}}) {
    const std::string both = std::string(pattern) + " and " + path;
    CAPTURE(both);
    CHECK(path_match(pattern, path) == match);
  }
  for (const char* pattern : {"[", "[a", "[]a]", "[-]", "[x-]", "[-x]", "a[", "\\"}) {
    CAPTURE(pattern);
    CHECK(test::failure([&] { path_match(pattern, "a"); }) == "syntax error in pattern");
  }
}

TEST_CASE(
    "helmignore: the first rule that matches decides, and a negated one ends the search for the others") {
  const IgnoreRules rules("# comment\n\n*.bak\n/top\nsub/x.txt\nfolder/\n");
  CHECK(rules.ignores("a.bak", false));
  CHECK(rules.ignores("deep/a.bak", false));
  CHECK(rules.ignores("top", false));
  CHECK_FALSE(rules.ignores("deep/top", false));
  CHECK(rules.ignores("sub/x.txt", false));
  CHECK(rules.ignores("folder", true));
  CHECK_FALSE(rules.ignores("folder", false));
  CHECK(rules.ignores("templates/.hidden", false));
  CHECK_FALSE(rules.ignores("templates/x.yaml", false));
  CHECK_FALSE(rules.ignores("", true));
  const IgnoreRules negated("!*.yaml\n");
  CHECK(negated.ignores("a.txt", false));
  CHECK_FALSE(negated.ignores("a.yaml", false));
  CHECK(test::failure([] { IgnoreRules("a/**/b"); }) == "double-star (**) syntax is not supported");
}

TEST_CASE("chart folders: links are followed, a loop of links ends, what is no file is refused") {
  const test::Folder folder;
  folder.write("c/Chart.yaml", "\xEF\xBB\xBFname: c\nversion: 1.0.0\n");
  folder.write("c/templates/a.yaml", "kind: A\n");
  folder.write("elsewhere/b.yaml", "kind: B\n");
  const auto chart = folder.path() / "c";
  std::filesystem::create_symlink("../../elsewhere/b.yaml", chart / "templates/b.yaml");
  std::filesystem::create_directory_symlink("../..", chart / "templates/up");
  const auto files = read_folder(chart);
  const auto listed = names(files);
  CHECK(std::find(listed.begin(), listed.end(), std::string("templates/b.yaml")) != listed.end());
  CHECK(*files.front().data == "name: c\nversion: 1.0.0\n");
  CHECK(listed.size() < 20);
  FileLimits limits;
  limits.max_files = 1;
  CHECK(test::failure([&] { read_folder(chart, limits); }) == "the chart has more than 1 files");
  limits = {};
  limits.max_file_bytes = 3;
  CHECK(test::failure([&] { read_folder(chart, limits); }).find("larger than the maximum file size 3") !=
        std::string::npos);
}

TEST_CASE("chart archives: what is no archive, cut off or empty is refused") {
  CHECK(test::failure([] { read_archive("nothing"); }) ==
        "the chart does not appear to be a gzipped archive");
  const std::string whole = test::data("charts/shop-1.2.3.tgz");
  CHECK(names(read_archive(whole)).size() > 15);
  CHECK_FALSE(
      test::failure([&] { read_archive(std::string_view(whole).substr(0, whole.size() / 2)); }).empty());
  FileLimits limits;
  limits.max_total_bytes = 100;
  CHECK(test::failure([&] { read_archive(whole, limits); }) ==
        "decompressed chart is larger than the maximum size 100");
}

TEST_CASE("values files: documents are merged, and what is no map is refused") {
  const Value values = load_values("a: 1\nm: {x: 1, z: 2}\n---\nm: {z: 3}\nb: [1]\n---\n");
  CHECK(values.find("m")->find("x")->as_float() == 1);
  CHECK(values.find("m")->find("z")->as_float() == 3);
  CHECK(values.find("b")->is_list());
  CHECK(load_values("").as_map().entries.empty());
  CHECK(test::failure([] {
          load_values("- 1\n");
        }).find("cannot unmarshal array into Go value of type map") != std::string::npos);
}

// data/kustomize/*.txt: what `kubectl kustomize` 1.35 made of resources and patches of ours; `make` there
// says how.

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/patch/patch.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"

using namespace gimlet;

namespace {

struct Case {
  std::string name;
  std::string manifests;
  patch::Patches patches;
  bool fails = false;
  std::string words;  // of the failure, as far as they are kustomize's
  std::string out;
};

patch::Target target_of(const std::string& text) {
  const Json target = Json::parse(text);
  return {target.value("group", ""), target.value("version", ""), target.value("kind", ""),
          target.value("name", ""), target.value("namespace", "")};
}

// Puts a part's text where it belongs.
void take_part(Case& into, const std::string& head, std::string body,
               std::map<std::string, std::string>& seen) {
  if (head == "strategic") {
    into.patches.strategic_merge = std::move(body);
  } else if (head.starts_with("json ")) {
    into.patches.json6902.push_back({std::move(body), target_of(head.substr(5))});
  } else if (head == "manifests") {
    into.manifests = seen[into.name] = std::move(body);
  } else if (head.starts_with("manifests = ")) {
    into.manifests = seen.at(head.substr(12));
  } else if (head == "words" || head == "error") {
    into.fails = true;
    into.words = trim(body);
  } else if (head == "out") {
    into.out = std::move(body);
  } else {
    REQUIRE(head == "crlf");
  }
}

std::vector<Case> read_cases(const std::string& file) {
  constexpr std::string_view mark = "#### ";
  std::vector<Case> cases;
  std::map<std::string, std::string> seen;
  std::string head;
  std::string body;
  bool crlf = false;
  const auto end_part = [&] {
    if (head == "crlf") crlf = true;
    if (!head.empty() && !head.starts_with("case ")) take_part(cases.back(), head, std::move(body), seen);
    if (crlf && head == "manifests") {
      cases.back().manifests = replace_all(cases.back().manifests, "\n", "\r\n");
      crlf = false;
    }
    body.clear();
  };
  std::string text = read_file(std::string(GIMLET_COMPAT_DATA "/kustomize/") + file);
  text.pop_back();
  for (const std::string& line : split(text, '\n')) {
    if (!line.starts_with(mark)) {
      body += line + "\n";
      continue;
    }
    end_part();
    head = line.substr(mark.size());
    if (head.starts_with("case ")) cases.emplace_back().name = head.substr(5);
  }
  end_part();
  return cases;
}

void check(const Case& expected) {
  CAPTURE(expected.name);
  try {
    const std::string text = patch::apply_patches(expected.manifests, expected.patches, "manifest.yaml").text;
    CHECK(!expected.fails);
    // We separate the first one, too, as GimletD did.
    CHECK(text == (expected.out.empty() ? "" : "---\n" + expected.out));
  } catch (const Error& error) {
    CAPTURE(error.str());
    CHECK(expected.fails);
    CHECK(error.code() == ErrorCode::bad_input);
    CHECK(error.str().find(expected.words) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("patched resources are kustomize's, byte for byte") {
  std::size_t cases = 0;
  for (const char* file :
       {"shared.txt", "lists.txt", "directives.txt", "values.txt", "resources.txt", "json6902.txt"}) {
    CAPTURE(file);
    for (const Case& expected : read_cases(file)) {
      check(expected);
      ++cases;
    }
  }
  CHECK(cases > 140);
}

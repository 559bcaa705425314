#include <sstream>

#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "core/util/json.hpp"
#include "store/store.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/seed.hpp"
#include "tests/unit/store/fixture.hpp"

using namespace gimlet;
using namespace gimlet::store;

namespace {

bool never_same(const std::string& /*stored*/, const std::string& /*other*/) {
  return false;
}

std::string export_of(Store& store) {
  std::string text;
  export_json_lines(store.maintenance(), [&](std::string_view line) { text += line; });
  return text;
}

ImportCounts import_into(Store& store, const std::string& text) {
  std::istringstream in(text);
  return import_json_lines(store.maintenance(), in, "dump.jsonl", {never_same, nullptr, nullptr});
}

Error error_of(Store& store, const std::string& text) {
  try {
    import_into(store, text);
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorCode::failed, ""};
}

std::string line(const std::string& id, const std::string& body = "{}") {
  return R"({"artifact":{"id":")" + id + R"(","created":1650000000,"body":)" + body + "}}\n";
}

}  // namespace

TEST_CASE("export and import give the same store, and importing again changes nothing") {
  const test::Folder folder;
  const auto from = open_store(folder.path() / "from.mdb");
  std::mt19937 random(test::random_seed(7));
  for (const auto& each : test::random_artifacts(random, 50)) test::put(*from, each);
  EventRecord open = test::event("release");
  from->events().save_event(open);
  EventRecord closed = test::event("push");
  closed.status = EventStatus::error;
  closed.status_description = "no such env";
  closed.finished = 1'650'000'009;
  closed.results = R"([{"app": "web"}])";  // spelled with a space: kept as text
  closed.artifact_id = "a-1";
  from->events().save_event(closed);

  const std::string text = export_of(*from);
  CHECK(text.find("resultsText") != std::string::npos);
  const auto to = open_store(folder.path() / "to.mdb");
  const ImportCounts first = import_into(*to, text);
  CHECK(first.artifacts == 50);
  CHECK(first.events == 2);
  CHECK(first.unchanged == 0);
  CHECK(export_of(*to) == text);
  CHECK(to->events().event(closed.id)->results == closed.results);
  const ImportCounts second = import_into(*to, text);
  CHECK(second.artifacts == 0);
  CHECK(second.events == 0);
  CHECK(second.unchanged == 52);
  CHECK(to->maintenance().check().empty());
}

TEST_CASE("the line format is a contract") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  ArtifactRecord artifact = test::artifact("org/app-1");
  artifact.fields.source_branch = "fix";
  artifact.fields.tag = "v1";
  test::put(*store, artifact);
  EventRecord event = test::event("push");
  event.id = "e1";
  store->events().save_event(event);
  CHECK(export_of(*store) ==
        R"({"artifact":{"id":"org/app-1","created":1650000000,"repository":"laszlocph/gimletd",)"
        R"("branch":"main","sourceBranch":"fix","event":"push","sha":"8f2c1d","tag":"v1",)"
        R"("targets":[{"env":"staging","app":"web"}],"body":{"id":"org/app-1"}}})"
        "\n"
        R"({"event":{"id":"e1","type":"push","created":1650000000,"status":"open",)"
        R"("request":{"env":"staging"}}})"
        "\n");
}

TEST_CASE("a bad line stops the import: before it all is stored, after it nothing") {
  const test::Folder folder;
  const char* bad_lines[] = {"{\"artifact\":",
                             "[]",
                             "{}",
                             R"({"other":{}})",
                             R"({"artifact":[]})",
                             R"({"artifact":{"created":1}})",
                             R"({"artifact":{"id":7}})",
                             R"({"artifact":{"id":"x","created":"now"}})",
                             R"({"artifact":{"id":"x","created":-5}})",
                             R"({"artifact":{"id":"x","targets":{}}})",
                             R"({"artifact":{"id":"x","targets":[1]}})",
                             R"({"event":{"id":"x","status":"odd"}})",
                             "\xff\xfe"};
  int number = 0;
  for (const char* bad : bad_lines) {
    CAPTURE(bad);
    const auto store = open_store(folder.path() / (std::to_string(number++) + ".mdb"));
    const Error error = error_of(*store, line("a") + "\n" + line("b") + bad + "\n" + line("c"));
    CHECK(error.code() == ErrorCode::bad_input);
    CHECK(error.str().find("dump.jsonl:4") != std::string::npos);
    CHECK(error.hint().find("lines before it are imported") != std::string::npos);
    CHECK(store->artifacts().get("a"));
    CHECK(store->artifacts().get("b"));
    CHECK(store->maintenance().stats().artifacts == 2);
    CHECK(store->maintenance().stats().events == 0);
  }
}

TEST_CASE("an import that meets other content stops there and names it") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  import_into(*store, line("b"));
  const Error error = error_of(*store, line("a") + line("b", R"({"other":1})") + line("c"));
  CHECK(error.code() == ErrorCode::conflict);
  CHECK(error.str().find("artifact b") != std::string::npos);
  CHECK(store->artifacts().get("a"));
  CHECK_FALSE(store->artifacts().get("c"));
  CHECK(store->artifacts().get("b")->body == "{}");
}

TEST_CASE("an import brings an open event forward, never back") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  const std::string open = R"({"event":{"id":"e","type":"push","created":5,"status":"open"}})";
  const std::string closed =
      R"({"event":{"id":"e","type":"push","created":5,"finished":6,"status":"processed"}})";
  const std::string other = R"({"event":{"id":"e","type":"push","created":5,"finished":7,"status":"error"}})";
  CHECK(import_into(*store, open).events == 1);
  CHECK(import_into(*store, closed).events == 1);
  CHECK(import_into(*store, open).unchanged == 1);
  CHECK(store->events().event("e")->status == EventStatus::processed);
  CHECK(error_of(*store, other).code() == ErrorCode::conflict);
}

TEST_CASE("an export that cannot be written is an error") {
  const test::Folder folder;
  const auto store = open_store(folder.path() / "store.mdb");
  test::put(*store, test::artifact("a"));
  const auto full = [](std::string_view) { throw Error(ErrorCode::failed, "the disk is full"); };
  CHECK_THROWS_AS(export_json_lines(store->maintenance(), full), Error);
}

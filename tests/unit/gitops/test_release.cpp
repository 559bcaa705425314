#include <doctest/doctest.h>

#include "core/util/error.hpp"
#include "gitops/records/release.hpp"
#include "tests/unit/gitops/fake_snapshot.hpp"

using namespace gimlet;
using namespace gimlet::gitops;
using test::FakeSnapshot;

namespace {

ReleaseRequest request() {
  ReleaseRequest request;
  request.release.app = "web";
  request.release.env = "staging";
  request.release.artifact_id = "a-1";
  request.release.triggered_by = "policy";
  request.files = {{"deployment.yaml", "kind: Deployment"}};
  request.author = {"Ann", "ann@example.com"};
  request.trailers = {"e1", "a-1", "Ann", "policy"};
  return request;
}

std::string failure(const FakeSnapshot& tip, const ReleaseRequest& asked) {
  try {
    make_release(tip, Layout{}, asked);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::bad_input);
    return error.str();
  }
  return "";
}

}  // namespace

TEST_CASE("release: the app's folder whole, and the env's release.json") {
  const Change change = make_release(FakeSnapshot(), Layout{}, request());
  REQUIRE(change.edits.size() == 2);
  CHECK(change.edits[0].kind == Edit::Kind::replace_folder);
  CHECK(change.edits[0].path == "staging/web");
  CHECK(change.edits[0].files.at("deployment.yaml") == "kind: Deployment\n");
  const std::string record = change.edits[0].files.at("release.json");
  CHECK(record.find(R"({"app":"web","env":"staging","artifactId":"a-1","triggeredBy":"policy")") == 0);
  CHECK(change.edits[1].path == "staging/release.json");
  CHECK(change.edits[1].content == record);
  CHECK(change.message ==
        "[Gimlet] staging/web automated deploy\n\nGimlet-Event: e1\nGimlet-Artifact: "
        "a-1\nGimlet-Triggered-By: Ann\n"
        "Gimlet-Intent: policy\n");
}

TEST_CASE("release: the same files of the same artifact are nothing to do, whoever asks") {
  const Change first = make_release(FakeSnapshot(), Layout{}, request());
  const auto& files = first.edits[0].files;
  std::map<std::string, std::string> held;
  for (const auto& [name, content] : files) held["staging/web/" + name] = content;
  held["staging/release.json"] = "{}";
  ReleaseRequest again = request();
  again.release.triggered_by = "Bob";
  CHECK(make_release(FakeSnapshot(held), Layout{}, again).edits.empty());
  again.release.artifact_id = "a-2";
  CHECK(make_release(FakeSnapshot(held), Layout{}, again).edits.size() == 2);
  held["staging/web/stale.yaml"] = "x";
  CHECK(make_release(FakeSnapshot(held), Layout{}, request()).edits.size() == 2);
}

TEST_CASE("release: <env>/release.json can be turned off") {
  Layout layout;
  layout.env_release_file = false;
  CHECK(make_release(FakeSnapshot(), layout, request()).edits.size() == 1);
}

TEST_CASE("release: a file name of a chart's cannot leave the folder or take release.json's place") {
  for (const char* name : {"../x.yaml", "a/b.yaml", "", ".hidden", "release.json", "a\nb", "a\\b", ".."}) {
    ReleaseRequest asked = request();
    asked.files = {{name, "x"}};
    CHECK(failure(FakeSnapshot(), asked).find("is no name for a file") != std::string::npos);
  }
}

TEST_CASE("release: a symbolic link or a file where a folder must be") {
  FakeSnapshot linked;
  linked.link("staging");
  CHECK(failure(linked, request()).find("staging of the GitOps repository is a symbolic link") !=
        std::string::npos);
  CHECK(failure(FakeSnapshot(std::map<std::string, std::string>{{"staging/web", "file"}}), request())
            .find("is a file") != std::string::npos);
}

TEST_CASE("delete: the folder, and the env's release.json if it is that app's") {
  const std::map<std::string, std::string> files{
      {"staging/web/a.yaml", ""},
      {"staging/api/a.yaml", ""},
      {"staging/release.json", R"({"app":"web","env":"staging"})"}};
  DeleteRequest asked{"staging", "web", {"Ann", "a@b"}, {"e", "", "Ann", "delete"}};
  const Change change = make_delete(FakeSnapshot(files), Layout{}, asked);
  REQUIRE(change.edits.size() == 2);
  CHECK(change.edits[0].kind == Edit::Kind::remove);
  CHECK(change.edits[0].path == "staging/web");
  CHECK(change.edits[1].path == "staging/release.json");
  CHECK(change.message.find("[GimletD delete] staging/web deleted by Ann\n") == 0);
  asked.app = "api";
  CHECK(make_delete(FakeSnapshot(files), Layout{}, asked).edits.size() == 1);
  asked.app = "gone";
  CHECK(make_delete(FakeSnapshot(files), Layout{}, asked).edits.empty());
}

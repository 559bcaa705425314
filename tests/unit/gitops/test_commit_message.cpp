#include <doctest/doctest.h>

#include "gitops/records/commit_message.hpp"

using namespace gimlet::gitops;

namespace {

const std::string id_a(40, 'a');
const std::string id_b(40, 'b');
const std::string id_c(40, 'c');
const Trailers trailers = {"e1", "a-1", "Ann", "rollback"};

// What stands in a message is all that is read of it.
void check_round_trip(const CommitMessage& message) {
  const CommitMessage read = read_message(write_message(message));
  CHECK(read.kind == message.kind);
  CHECK(read.apps == message.apps);
  CHECK(read.trailers == message.trailers);
}

}  // namespace

TEST_CASE("commit message: the subjects that Gimlet's tools know") {
  const auto release = read_message("[Gimlet] staging/web automated deploy\n\nGimlet-Intent: policy\n");
  CHECK(release.kind == ReleaseKind::release);
  CHECK(release.apps == std::vector<AppCommit>{{{"staging", "web"}, "", "", {}}});
  CHECK(release.trailers.intent == "policy");
  const auto removal = read_message("[GimletD delete] staging/web deleted by policy");
  CHECK(removal.kind == ReleaseKind::removal);
  CHECK(removal.apps.front().target.name() == "staging/web");
  for (const char* text : {"Scale up by hand", "", "[Gimlet] ", "[Gimlet] staging: some apps changed",
                           "x\n\nThis reverts commit abc.\n"}) {
    CHECK(read_message(text).kind == ReleaseKind::manual);
    CHECK(read_message(text).apps.empty());
  }
}

TEST_CASE("commit message: GimletD's rollbacks were git revert commits, which name no app") {
  const auto message =
      read_message("Revert \"[Gimlet] staging/web automated deploy\"\n\nThis reverts commit " + id_a + ".\n");
  CHECK(message.kind == ReleaseKind::rollback);
  REQUIRE(message.apps.size() == 1);
  CHECK(message.apps.front() == AppCommit{{}, "", "", {id_a}});
  CHECK(message.about({"any", "app"}) == &message.apps.front());
}

TEST_CASE("commit message: one app, byte for byte") {
  CHECK(write_message(
            {ReleaseKind::release, {{{"staging", "web"}, "", "", {}}}, {"e1", "a-1", "Ann", "policy"}}) ==
        "[Gimlet] staging/web automated deploy\n\nGimlet-Event: e1\nGimlet-Artifact: a-1\n"
        "Gimlet-Triggered-By: Ann\nGimlet-Intent: policy\n");
  CHECK(write_message({ReleaseKind::removal, {{{"staging", "web"}, "", "", {}}}, {"", "", "Ann", ""}}) ==
        "[GimletD delete] staging/web deleted by Ann\n\nGimlet-Triggered-By: Ann\n");
  CHECK(
      write_message({ReleaseKind::rollback, {{{"staging", "web"}, "", id_c, {id_a, id_b}}}, trailers}) ==
      "[Gimlet] staging/web rolled back to ccccccc\n\nThis reverts commit " + id_a +
          ".\nThis reverts commit " + id_b +
          ".\n\nGimlet-Event: e1\nGimlet-Artifact: a-1\nGimlet-Triggered-By: Ann\nGimlet-Intent: rollback\n");
}

TEST_CASE("commit message: several apps, byte for byte") {
  const CommitMessage rollback = {
      ReleaseKind::rollback,
      {{{"production", "web"}, "", id_c, {id_a, id_b}}, {{"production", "api"}, "", id_a, {}}},
      {"e1", "", "Ann", "rollback"}};
  CHECK(write_message(rollback) ==
        "[Gimlet] production: 2 apps rolled back\n\nGimlet-Target: production/web " + id_c +
            "\nThis reverts commit " + id_a + ".\nThis reverts commit " + id_b +
            ".\nGimlet-Target: production/api " + id_a +
            "\n\nGimlet-Event: e1\nGimlet-Triggered-By: Ann\nGimlet-Intent: rollback\n");
  const CommitMessage removal = {ReleaseKind::removal,
                                 {{{"staging", "web"}, "", "", {}}, {{"production", "web"}, "", "", {}}},
                                 {"", "", "Ann", ""}};
  CHECK(write_message(removal) ==
        "[GimletD delete] 2 environments: 2 apps deleted by Ann\n\nGimlet-Target: staging/web\n"
        "Gimlet-Target: production/web\n\nGimlet-Triggered-By: Ann\n");
}

TEST_CASE("commit message: what is written is read again") {
  const Target web = {"production", "web"};
  const Target api = {"staging", "api"};
  check_round_trip({ReleaseKind::release, {{web, "", "", {}}}, trailers});
  check_round_trip({ReleaseKind::removal, {{web, "", "", {}}}, {"", "", "by: 3 apps deleted by me", ""}});
  check_round_trip({ReleaseKind::rollback, {{web, "", "ccccccc", {id_a, id_b}}}, trailers});
  check_round_trip({ReleaseKind::release, {{web, "shop/web-1", "", {}}, {api, "an id", "", {}}}, trailers});
  check_round_trip(
      {ReleaseKind::rollback, {{web, "", id_c, {id_a}}, {api, "", id_b, {id_a, id_c}}}, trailers});
  check_round_trip(
      {ReleaseKind::removal, {{web, "", "", {}}, {api, "", "", {}}}, {"e1", "", "Ann", "delete"}});
  check_round_trip({ReleaseKind::removal, {{web, "", "", {}}, {api, "", "", {}}}, {}});
}

TEST_CASE("commit message: files of somebody's own, in whatever words") {
  for (const char* words :
       {"Releasing 1", "rolled back to 1234567", "automated deploy", "", "3 apps released"}) {
    CommitMessage message{
        ReleaseKind::manual, {{{"staging", "web"}, "", "", {}}}, {"e1", "", "Ann", "write"}};
    message.text = words;
    const std::string text = write_message(message);
    CHECK(text.starts_with(std::string("[Gimlet] staging/web") + (*words == 0 ? "" : " ") + words + "\n\n"));
    const CommitMessage read = read_message("PREFIX-1 " + text);
    CHECK(read.kind == ReleaseKind::manual);
    CHECK(read.apps == message.apps);
    CHECK(read.text == words);
  }
}

TEST_CASE("commit message: what it says of an app") {
  const auto message = read_message(write_message(
      {ReleaseKind::rollback, {{{"a", "web"}, "", id_c, {}}, {{"b", "web"}, "", id_b, {}}}, trailers}));
  REQUIRE(message.about({"b", "web"}) != nullptr);
  CHECK(message.about({"b", "web"})->restored == id_b);
  CHECK(message.about({"c", "web"}) == nullptr);
}

TEST_CASE("commit message: a name cannot forge another line") {
  const auto message = read_message(write_message(
      {ReleaseKind::removal, {{{"a", "web"}, "", "", {}}}, {"e1", "", "me\n\nGimlet-Event: e2", "delete"}}));
  CHECK(message.apps.front().target.name() == "a/web");
  CHECK(message.trailers.event == "e1");
}

#include <doctest/doctest.h>

#include "app/flows/change.hpp"
#include "app/flows/push.hpp"
#include "app/flows/select.hpp"
#include "app/flows/write.hpp"
#include "core/util/json.hpp"
#include "tests/unit/app/program.hpp"
#include "tests/unit/gitops/repo_fixture.hpp"

using namespace gimlet;
using namespace gimlet::app;

namespace {

class KeptMessages final : public Messages {
 public:
  void warning(std::string_view text) override { warnings.emplace_back(text); }
  void note(std::string_view) override {}
  void detail(std::string_view) override {}

  std::vector<std::string> warnings;
};

Request release_of(const std::string& env, const std::string& app) {
  Request request;
  request.env = env;
  request.app = app;
  request.actor = "alice";
  return request;
}

// A change that writes the request's app into a file of its own.
Made write_app(const Request& request, const Attempt& attempt) {
  gitops::Edit edit;
  edit.path = request.env + "/" + request.app + "/manifest.yaml";
  edit.content = request.app;
  return {{{edit}, "release " + request.app + "\n\nGimlet-Event: " + attempt.event + "\n", attempt.author},
          "r"};
}

// A clone of a remote that has a commit.
std::unique_ptr<gitops::Repo> open_clone(gitops::test::Site& site) {
  site.remote_commit({{"README", "ours"}});
  return site.open(site.clone("work"));
}

// A clone, a store, and what a write uses of them.
struct Desk {
  Desk()
      : repo(open_clone(site)),
        store(store::open_store(site.folder.path() / "store.mdb")),
        tools{{&store->events(), "the repository", clock},
              [this] {
                return Destination{*repo, gitops::test::anybody()};
              },
              messages} {}

  std::string event_status(const std::string& id) {
    const auto event = store->events().event(id);
    if (!event) return "none";
    return event->status == store::EventStatus::open        ? "open"
           : event->status == store::EventStatus::processed ? "processed"
                                                            : "error";
  }

  gitops::test::Site site;
  std::unique_ptr<gitops::Repo> repo;
  std::unique_ptr<store::Store> store;
  test::FixedClock clock;
  KeptMessages messages;
  WriteTools tools;
};

}  // namespace

TEST_CASE("request: the JSON form that its event keeps") {
  Request request = release_of("staging", "web");
  request.artifact = "a/b-1";
  CHECK(to_json(request) == Json{{"type", "release"},
                                 {"env", "staging"},
                                 {"app", "web"},
                                 {"artifactId", "a/b-1"},
                                 {"triggeredBy", "alice"}});
  request = release_of("staging", "web");
  request.intent = Intent::rollback;
  request.override = "freeze";
  request.reason = "it is down";
  CHECK(to_json(request)["to"] == "previous");
  CHECK(to_json(request)["override"] == "freeze");
  CHECK(to_json(request)["reason"] == "it is down");
  request.target = "1234abc";
  CHECK(to_json(request)["to"] == "1234abc");
  Request push;
  push.intent = Intent::push;
  push.artifact = "a/b-1";
  push.stores_only = true;
  CHECK(to_json(push) == Json{{"type", "push"}, {"artifactId", "a/b-1"}, {"release", false}});
}

TEST_CASE("write: requests are selected at every attempt, and the last one's list is reported") {
  Desk desk;
  int attempts = 0;
  const WriteSteps steps{[&](const Attempt* attempt) {
                           REQUIRE(attempt != nullptr);
                           std::vector<Asked> asked{{release_of("staging", "one"), {}}};
                           if (++attempts == 1) {
                             desk.site.remote_commit({{"policies", "one more"}});
                           } else {
                             CHECK(attempt->tip.read_file("policies") == "one more");
                             asked.push_back({release_of("staging", "two"), {}});
                           }
                           return asked;
                         },
                         write_app};
  const Written written = write(desk.tools, release_of("staging", ""), steps, {});
  CHECK(attempts == 2);
  REQUIRE(written.results.size() == 2);
  CHECK(written.results[1].app == "two");
  CHECK(written.results[1].status == Result::Status::released);
  CHECK(written.results[1].gitops_ref == desk.site.remote_tip());
  CHECK(desk.event_status(written.event) == "processed");
}

TEST_CASE("write: a request that fails, or is answered already, leaves the others alone") {
  Desk desk;
  const Request bad = release_of("staging", "bad");
  const Request good = release_of("staging", "good");
  const Request skipped = release_of("staging", "skipped");
  const WriteSteps steps{
      [&](const Attempt*) {
        return std::vector<Asked>{
            {bad, {}}, {skipped, result_of(skipped, Result::Status::skipped, "no")}, {good, {}}};
      },
      [&](const Request& request, const Attempt& attempt) {
        CHECK(request.app != "skipped");
        if (request.app == "bad") throw Error(ErrorCode::bad_input, "no such variable");
        return write_app(request, attempt);
      }};
  const Written written = write(desk.tools, release_of("staging", ""), steps, {});
  REQUIRE(written.results.size() == 3);
  CHECK(written.results[0].status == Result::Status::failed);
  CHECK(written.results[0].code == 4);
  CHECK(written.results[1].reason == "no");
  CHECK(written.results[2].status == Result::Status::released);
  CHECK(written.errors.size() == 1);
  CHECK(desk.event_status(written.event) == "error");
}

TEST_CASE("write: the intent is in the store before a ref moves, and closed after") {
  Desk desk;
  const std::string before = desk.site.remote_tip();
  const Written written = write(desk.tools, release_of("staging", "web"),
                                [&](const Request& request, const Attempt& attempt) {
                                  CHECK(desk.event_status(attempt.event) == "open");
                                  CHECK(desk.site.remote_tip() == before);
                                  return write_app(request, attempt);
                                },
                                {});
  CHECK(desk.site.remote_tip() != before);
  CHECK(desk.event_status(written.event) == "processed");
}

TEST_CASE("write: where the repository cannot be had, everything that is known to be asked for has failed") {
  Desk desk;
  desk.tools.destination = []() -> Destination { throw Error(ErrorCode::failed, "no network"); };
  EventScope event(desk.tools.log, release_of("staging", ""));
  const WriteSteps steps{[&](const Attempt* attempt) {
                           CHECK(attempt == nullptr);
                           return std::vector<Asked>{{release_of("staging", "web"), {}}};
                         },
                         write_app};
  const Written written = write(desk.tools, event, steps, {});
  REQUIRE(written.results.size() == 1);
  CHECK(written.results[0].reason == "no network");
  CHECK(written.errors.size() == 1);
  CHECK_THROWS_AS(write(desk.tools, release_of("staging", "web"), write_app, {}), Error);
  CHECK(desk.store->events().events({}).size() == 1);  // that of the scope alone
}

TEST_CASE("write: a dry run notes nothing and writes nothing") {
  Desk desk;
  desk.tools.log.events = nullptr;
  const std::string before = desk.site.remote_tip();
  WriteOptions options;
  options.dry_run = true;
  options.diff = true;
  const Written written = write(desk.tools, release_of("staging", "web"), write_app, options);
  CHECK(written.results.at(0).status == Result::Status::released);
  CHECK(written.diff.find("+web") != std::string::npos);
  CHECK(desk.site.remote_tip() == before);
  CHECK(desk.store->events().events({}).empty());
}

TEST_CASE("push: one request for each manifest, and what its policy does not want is skipped") {
  const test::FixedClock clock;
  KeptMessages messages;
  const std::string text =
      R"({"version": {"repositoryName": "a/b", "sha": "abc", "event": "push", "branch": "main"},
    "environments": [
      {"app": "web", "env": "staging", "manifests": "a: 1", "deploy": {"event": "push", "branch": "main"}},
      {"app": "web", "env": "production", "manifests": "a: 1", "deploy": {"event": "tag"}}]})";
  const ArtifactPush push = read_push(text, "artifact.json", {}, clock, messages);
  REQUIRE(push.asked.size() == 2);
  CHECK_FALSE(push.asked[0].result);
  CHECK(push.asked[0].request.actor == "policy");
  CHECK(push.asked[0].request.artifact == push.artifact.id);
  REQUIRE(push.asked[1].result);
  CHECK(push.asked[1].result->status == Result::Status::skipped);
  CHECK(push.asked[1].result->env == "production");
  const ArtifactPush stored =
      read_push(text, "artifact.json", {.write = {}, .no_release = true}, clock, messages);
  CHECK(stored.asked[0].result->reason == "--no-release");
}

TEST_CASE("render: what a manifest rendered to is remembered while the variables of its env are the same") {
  class CountingRenderer final : public render::Renderer {
   public:
    render::Rendered render(const model::Manifest& resolved) override {
      ++count;
      return {{{"manifest.yaml", resolved.manifests}}, {}};
    }
    int count = 0;
  };
  Desk desk;
  CountingRenderer renderer;
  model::Manifest manifest;
  for (auto& each :
       model::parse_manifests_yaml("app: web\nenv: staging\nmanifests: 'a: {{ .A }}'\n", "m.yaml")) {
    manifest = each;
  }
  const model::Variables variables{{"A", "artifact"}};
  ManifestRendering rendering(manifest, variables, "m.yaml", renderer, desk.clock);
  const auto render = [&] {
    const auto tip = desk.repo->tip(true);
    return rendering.render(tip.get(), gitops::read_layout(*tip));
  };
  CHECK(render());
  CHECK(rendering.result().files.at("manifest.yaml") == "a: artifact");
  desk.site.remote_commit({{"other", "x"}});
  CHECK_FALSE(render());
  CHECK(renderer.count == 1);
  desk.site.remote_commit({{"staging/.gimlet/vars", "A=env\n"}});
  CHECK(render());
  CHECK(rendering.result().files.at("manifest.yaml") == "a: env");
}

TEST_CASE("release and manifest template: both read the time from the program's clock") {
  gitops::test::Site site;
  site.remote_commit({{"README", "ours"}});
  const std::string work = site.clone("work").string();
  const std::map<std::string, std::string> variables{{"HOME", site.folder.path().string()}};
  const std::string manifest =
      R"({"app": "web", "env": "staging", "manifests": "year: y{{ now | date \"2006\" }}"})";
  const auto templated =
      test::run({"manifest", "template", "-f", "-", "--gitops-repo", work}, variables, manifest);
  CHECK(templated.out.find("year: y2023") != std::string::npos);
  const auto pushed =
      test::run({"artifact", "push", "-f", "-", "--no-release"}, variables,
                R"({"id": "a/b-1", "version": {"repositoryName": "a/b", "sha": "abc"}, "environments": [)" +
                    manifest + "]}");
  CHECK(pushed.code == 0);
  const auto released = test::run(
      {"release", "--env", "staging", "--artifact", "a/b-1", "--dry-run", "--diff", "--gitops-repo", work},
      variables);
  CHECK(released.out.find("+year: y2023") != std::string::npos);
}

#include <doctest/doctest.h>

#include "core/model/artifact.hpp"
#include "core/util/json.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::model;

namespace {

Artifact parse(std::string_view text) {
  return parse_artifact(text, "a.json");
}

std::string failure(std::string_view text) {
  return test::failure([&] { parse(text); });
}

// An artifact with some members more than the mandatory ones.
std::string with(const std::string& members) {
  return R"({"version":{"repositoryName":"o/r","sha":"abc"},)" + members + "}";
}

std::string with_version(const std::string& members) {
  return R"({"version":{"repositoryName":"o/r","sha":"abc",)" + members + "}}";
}

}  // namespace

TEST_CASE("artifact: the seed's artifact is read whole") {
  const Artifact artifact = parse(test::data("artifacts/seed.json"));
  CHECK(artifact.id == "mycompany/frontend-ffd302df-2d85-4aa4-acd1-957ea6bcceeb");
  CHECK(artifact.created == 0);
  CHECK(artifact.version.repository_name == "mycompany/frontend");
  CHECK(artifact.version.event == Event::pr);
  CHECK(artifact.version.source_branch == "new-feature");
  CHECK(artifact.version.url == "https://github.com/mycompany/frontend/pull/100");
  CHECK(artifact.context.at("CIRCLE_BUILD_NUM") == "2254");
  CHECK(artifact.context.at("CIRCLE_COMPARE_URL").empty());
  REQUIRE(artifact.environments.size() == 1);
  const Manifest& manifest = artifact.environments[0];
  CHECK(manifest.app == "frontend");
  CHECK(manifest.env == "staging");
  CHECK(manifest.ns == "staging");
  CHECK_FALSE(manifest.deploy.has_value());
  REQUIRE(manifest.chart.has_value());
  CHECK(manifest.chart->repository == "https://chart.onechart.dev");
  CHECK(manifest.chart->version == "0.10.0");
  CHECK(manifest.values->at("ingress")["tlsEnabled"] == true);
  CHECK(artifact.items->size() == 2);
}

TEST_CASE("artifact: raw manifests and a policy are read") {
  const Artifact artifact = parse(test::data("artifacts/frontend.json"));
  REQUIRE(artifact.environments.size() == 2);
  REQUIRE(artifact.environments[0].deploy.has_value());
  CHECK(artifact.environments[0].deploy->event == Event::push);
  CHECK(artifact.environments[0].deploy->branch == "main");
  CHECK_FALSE(artifact.environments[1].deploy.has_value());
  CHECK(artifact.environments[1].manifests.find("kind: Service") != std::string::npos);
}

TEST_CASE("artifact: known keys are read in any case, unknown ones and key order are kept") {
  const std::string text =
      R"({"zeta":[1,2.50],"Version":{"SHA":"abc","REPOSITORYNAME":"o/r","extra":{"b":1,"a":2}},)"
      R"("ENVIRONMENTS":[{"Env":"staging","App":"web","NameSpace":"n","Custom":null}]})";
  const Artifact artifact = parse(text);
  CHECK(artifact.version.sha == "abc");
  CHECK(artifact.environments.at(0).app == "web");
  CHECK(artifact.environments.at(0).ns == "n");
  CHECK(dump_json(artifact.document) ==
        R"({"zeta":[1,2.5],"Version":{"SHA":"abc","REPOSITORYNAME":"o/r","extra":{"b":1,"a":2}},)"
        R"("ENVIRONMENTS":[{"Env":"staging","App":"web","NameSpace":"n","Custom":null}]})");
}

TEST_CASE("artifact: of several spellings the exact one counts, then the last") {
  CHECK(parse(with(R"("id":"exact","ID":"other")")).id == "exact");
  CHECK(parse(with(R"("Id":"first","ID":"last")")).id == "last");
}

TEST_CASE("artifact: null counts as absent") {
  const Artifact artifact =
      parse(with(R"("id":null,"context":null,"environments":null,"items":null,"fake":null)"));
  CHECK(artifact.id.empty());
  CHECK(artifact.items == Json::array());
}

TEST_CASE("artifact: an absent event is a push") {
  CHECK(parse(with_version(R"("tag":"")")).version.event == Event::push);
  CHECK(parse(with_version(R"("event":"")")).version.event == Event::push);
  CHECK(parse(with_version(R"("event":"tag")")).version.event == Event::tag);
  CHECK(parse(with_version(R"("event":"pr")")).version.event == Event::pr);
}

TEST_CASE("artifact: builds of no push are told apart, and no policy can ask for them") {
  CHECK(parse(with_version(R"("event":"schedule")")).version.event == Event::schedule);
  CHECK(parse(with_version(R"("event":"manual")")).version.event == Event::manual);
  CHECK(parse(with_version(R"("event":"other")")).version.event == Event::other);
  for (const char* event : {"schedule", "manual", "other"}) {
    CHECK(to_json(parse(with_version(R"("event":")" + std::string(event) + "\"")).version)["event"] == event);
    CHECK(failure(with(R"("environments":[{"app":"a","env":"e","deploy":{"event":")" + std::string(event) +
                       R"("}}])"))
              .find("a deploy policy matches push, tag or pr") != std::string::npos);
  }
}

TEST_CASE("mistake 9: an unknown event is an error, not a push") {
  CHECK(failure(with_version(R"("event":"release")")) ==
        "a.json: unknown event \"release\" (at /version/event) "
        "[an event is push, tag, pr, schedule, manual or other]");
  CHECK(failure(with_version(R"("Event":"Push")")) ==
        "a.json: unknown event \"Push\" (at /version/Event) "
        "[an event is push, tag, pr, schedule, manual or other]");
  CHECK(failure(with(R"("environments":[{"app":"a","env":"e","deploy":{"event":"pushed"}}])")) ==
        "a.json: unknown event \"pushed\" (at /environments/0/deploy/event) "
        "[a deploy policy matches push, tag or pr]");
}

TEST_CASE("artifact: mandatory fields are named by pointer") {
  CHECK(failure("{}") == "a.json: missing (at /version)");
  CHECK(failure(R"({"version":{"sha":"abc"}})") == "a.json: missing (at /version/repositoryName)");
  CHECK(failure(R"({"version":{"repositoryName":"o/r","sha":""}})") ==
        "a.json: must not be empty (at /version/sha)");
  CHECK(failure(with(R"("environments":[{"app":"a","env":"e"},{"env":"e"}])")) ==
        "a.json: missing (at /environments/1/app)");
  CHECK(failure(with(R"("environments":[{"app":"a"}])")) == "a.json: missing (at /environments/0/env)");
}

TEST_CASE("artifact: a field of the wrong type is named by pointer, in the document's spelling") {
  CHECK(failure("[]") == "a.json: an artifact must be an object, not a list");
  CHECK(failure("\"text\"") == "a.json: an artifact must be an object, not a string");
  CHECK(failure(R"({"version":7})") == "a.json: must be an object, not a number (at /version)");
  CHECK(failure(with(R"("Id":7)")) == "a.json: must be a string, not a number (at /Id) [quote the value]");
  CHECK(failure(with(R"("fake":"yes")")) == "a.json: must be true or false, not a string (at /fake)");
  CHECK(failure(with(R"("environments":{})")) == "a.json: must be a list, not an object (at /environments)");
  CHECK(failure(with(R"("environments":[7])")) ==
        "a.json: a manifest must be an object, not a number (at /environments/0)");
  CHECK(failure(with(R"("cueEnvironments":["a",{}])")) ==
        "a.json: must be a string, not an object (at /cueEnvironments/1)");
}

TEST_CASE("artifact: variables are strings, as Go's map[string]string") {
  CHECK(failure(with(R"("context":{"CI":true})")) ==
        "a.json: must be a string, not a boolean (at /context/CI) [quote the value; in YAML y, n, yes, no, "
        "on and "
        "off are booleans, too]");
  CHECK(failure(with(R"("vars":{"a/b~c":1})")) ==
        "a.json: must be a string, not a number (at /vars/a~1b~0c) [quote the value]");
  CHECK(failure(with(R"("vars":[])")) == "a.json: must be an object, not a list (at /vars)");
}

TEST_CASE("artifact: items are a list of objects") {
  CHECK(failure(with(R"("items":{})")) == "a.json: must be a list, not an object (at /items)");
  CHECK(failure(with(R"("items":[{"a":1},"b"])")) ==
        "a.json: an item must be an object, not a string (at /items/1)");
}

TEST_CASE("artifact: created is a whole number of 64 bits") {
  CHECK(parse(with(R"("created":1646363167)")).created == 1646363167);
  CHECK(failure(with(R"("created":1.5)")) == "a.json: must be a whole number of 64 bits (at /created)");
  CHECK(failure(with(R"("created":18446744073709551615)")) ==
        "a.json: must be a whole number of 64 bits (at /created)");
  CHECK(failure(with_version(R"("created":"2022-03-04")")) ==
        "a.json: must be a number, not a string (at /version/created)");
}

TEST_CASE("artifact: hostile text is bad input") {
  CHECK(failure("").find("the document is empty") != std::string::npos);
  CHECK(failure(" \n\t").find("the document is empty") != std::string::npos);
  CHECK(failure(R"({"version":{"repositoryName":"o/)").find("a.json:1:") == 0);
  CHECK(failure("{\"id\":\"\xC3\x28\"}").find("not valid JSON") != std::string::npos);
  CHECK(failure(std::string("\0\0\0", 3)).find("not valid JSON") != std::string::npos);
  CHECK(failure(std::string(10'000, '[')).find("nested deeper than") != std::string::npos);
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "{\"a\":";
  CHECK(failure(deep).find("nested deeper than") != std::string::npos);
  std::string huge = "{\"id\":\"";
  huge.resize(100'000'000, 'x');
  CHECK(failure(huge + "\"}").find("more than the limit") != std::string::npos);
}

TEST_CASE("artifact: app and env are path segments") {
  const auto environment = [](const std::string& app, const std::string& env) {
    return with(R"("environments":[{"app":")" + app + R"(","env":")" + env + R"("}])");
  };
  CHECK(failure(environment("web-1.2_x", "Staging")).empty());
  CHECK(failure(environment(std::string(253, 'a'), "e")).empty());
  CHECK(failure(environment("../../etc", "e")) ==
        "a.json: app \"../../etc\" must begin with a letter or a digit (at /environments/0/app)");
  CHECK(failure(environment("a/b", "e")).find("may hold only letters") != std::string::npos);
  CHECK(failure(environment("a\\n", "e")).find("may hold only letters") != std::string::npos);
  CHECK(failure(environment("web", ".git")) ==
        "a.json: env \".git\" must begin with a letter or a digit (at /environments/0/env)");
  CHECK(failure(environment(std::string(254, 'a'), "e")).find("more than 253") != std::string::npos);
  CHECK(failure(environment("release.json", "e")).find("name of a file") != std::string::npos);
  CHECK(failure(environment("web-{{ .BRANCH }}", "e")).empty());
}

TEST_CASE("artifact: two manifests for one app of one env are refused, templates are left for later") {
  CHECK(failure(
            with(R"("environments":[{"app":"a","env":"e"},{"app":"b","env":"e"},{"app":"a","env":"e"}])")) ==
        "a.json: a second manifest for app \"a\" in environment \"e\" (at /environments/2) "
        "[the first one is /environments/0]");
  CHECK(failure(with(R"("environments":[{"app":"a","env":"e"},{"app":"a","env":"f"}])")).empty());
  CHECK(failure(with(R"("environments":[{"app":"a-{{ .X }}","env":"e"},{"app":"a-{{ .X }}","env":"e"}])"))
            .empty());
}

TEST_CASE("artifact: the stored document has id and created, whatever their spelling was") {
  Artifact artifact =
      parse(R"({"fake":true,"ID":"old","version":{"sha":"abc","repositoryName":"o/r"},"Created":1})");
  artifact.id = "o/r-1";
  artifact.created = 1646363167;
  CHECK(dump_json(stored_document(artifact)) ==
        R"({"id":"o/r-1","created":1646363167,"fake":true,"version":{"sha":"abc","repositoryName":"o/r"}})");
}

TEST_CASE("artifact: variables come from the version, context, then items, then vars; later wins") {
  const Variables of_version = variables_of(parse(with_version(R"("branch":"main","tag":"v1")")));
  CHECK(of_version == Variables{{"REPO", "o/r"}, {"SHA", "abc"}, {"BRANCH", "main"}, {"TAG", "v1"}});
  const Variables replaced = variables_of(parse(
      R"({"version":{"repositoryName":"o/r","sha":"abc","branch":"main"},"context":{"SHA":"short"},"vars":{"BRANCH":"other"}})"));
  CHECK(replaced == Variables{{"REPO", "o/r"}, {"SHA", "short"}, {"BRANCH", "other"}});
  const Variables variables = variables_of(parse(
      with(R"("context":{"A":"context","B":"context","C":"context"},)"
           R"("items":[{"B":"item","C":"item","count":1,"nested":{}},{"C":"second"}],"vars":{"A":"vars"})")));
  CHECK(variables ==
        Variables{{"A", "vars"}, {"B", "item"}, {"C", "second"}, {"REPO", "o/r"}, {"SHA", "abc"}});
}

TEST_CASE("artifact: the version block is written in wire order, without empty fields") {
  const Version version =
      parse(with_version(R"("url":"u","message":"m\nn","tag":"v1","event":"tag","created":7,)"
                         R"("branch":"main","authorName":"A","unknown":1)"))
          .version;
  CHECK(dump_json(to_json(version)) ==
        R"({"repositoryName":"o/r","sha":"abc","created":7,"branch":"main","event":"tag","tag":"v1",)"
        R"("authorName":"A","message":"m\nn","url":"u"})");
  CHECK(dump_json(to_json(parse(with_version(R"("branch":"")")).version)) ==
        R"({"repositoryName":"o/r","sha":"abc","event":"push"})");
}

TEST_CASE("artifact: names that look secret") {
  for (const char* name :
       {"GITHUB_TOKEN", "dbPassword", "CLIENT_SECRET", "AWS_ACCESS_KEY_ID", "Credentials"}) {
    CHECK_MESSAGE(looks_secret(name), name);
  }
  for (const char* name : {"SHA", "CIRCLE_BUILD_NUM", "BRANCH", ""})
    CHECK_FALSE_MESSAGE(looks_secret(name), name);
}

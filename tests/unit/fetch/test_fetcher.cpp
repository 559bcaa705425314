#include <functional>

#include <doctest/doctest.h>

#include "core/fetch/chart_fetcher.hpp"
#include "core/util/error.hpp"
#include "core/util/hash.hpp"
#include "tests/support/folder.hpp"

using namespace gimlet;
using namespace gimlet::fetch;

namespace {

// Answers from a function, and remembers the requests.
class FakeHttp final : public HttpClient {
 public:
  using Answer = std::function<HttpResponse(const HttpRequest&)>;
  FakeHttp(Answer answer, std::vector<HttpRequest>& requests)
      : answer_(std::move(answer)), requests_(requests) {}
  HttpResponse send(const HttpRequest& request) override {
    requests_.push_back(request);
    return answer_(request);
  }

 private:
  Answer answer_;
  std::vector<HttpRequest>& requests_;
};

HttpResponse respond(int status, const std::string& body, std::map<std::string, std::string> headers = {}) {
  return {status, std::move(headers), body, ""};
}

struct Fixture {
  test::Folder folder;
  SystemClock clock;
  std::vector<HttpRequest> requests;

  ChartFetcher fetcher(FakeHttp::Answer answer, FetcherOptions options = {}) {
    options.cache_folder = folder.path() / "cache";
    options.clock = &clock;
    options.variable = [](const std::string&) { return std::nullopt; };
    return ChartFetcher(std::move(options), std::make_unique<FakeHttp>(std::move(answer), requests));
  }
};

ErrorCode code_of(const std::function<void()>& fn) {
  try {
    fn();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::interrupted;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "fetcher: only the repository's own host gets its user") {
  const auto answer = [](const HttpRequest& request) {
    if (request.url.ends_with("index.yaml"))
      return respond(200,
                     "entries: {a: [{version: 1.0.0, urls: ['https://cdn/a.tgz']}], b: [{version: 1.0.0, "
                     "urls: [b.tgz]}]}");
    return respond(200, request.url);
  };
  fetcher(answer).fetch(parse_reference({"https://me:pw@repo", "a", ""}));
  fetcher(answer).fetch(parse_reference({"https://me:pw@repo", "b", ""}));
  REQUIRE(requests.size() == 4);
  CHECK(requests[0].url == "https://repo/index.yaml");
  CHECK(requests[0].user == "me");
  CHECK(requests[1].url == "https://cdn/a.tgz");
  CHECK(requests[1].user.empty());
  CHECK(requests[3].url == "https://repo/b.tgz");
  CHECK(requests[3].password == "pw");
}

TEST_CASE_FIXTURE(Fixture, "fetcher: an index that did not change comes from the cache") {
  int served = 0;
  const auto answer = [&](const HttpRequest& request) {
    if (!request.url.ends_with("index.yaml")) return respond(200, "archive");
    for (const auto& header : request.headers) {
      if (header == "If-None-Match: \"v1\"") return respond(304, "");
    }
    ++served;
    return respond(200, "entries: {a: [{version: 1.0.0, urls: [a.tgz]}]}", {{"etag", "\"v1\""}});
  };
  CHECK(!fetcher(answer).fetch(parse_reference({"https://repo", "a", "1.x"})).from_cache);
  CHECK(fetcher(answer).fetch(parse_reference({"https://repo", "a", "1.x"})).from_cache);
  CHECK(served == 1);
  CHECK(requests.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "fetcher: offline asks nobody") {
  const auto answer = [](const HttpRequest&) { return respond(500, ""); };
  FetcherOptions offline;
  offline.offline = true;
  for (const auto& chart : {model::Chart{"https://repo", "a", ""}, model::Chart{"", "oci://h/a", "1.0.0"},
                            model::Chart{"", "https://h/a.tgz", ""}}) {
    CHECK(code_of([&] { fetcher(answer, offline).fetch(parse_reference(chart)); }) == ErrorCode::not_found);
  }
  CHECK(requests.empty());
}

TEST_CASE_FIXTURE(Fixture, "fetcher: a token service over http gets no credentials") {
  const auto answer = [](const HttpRequest&) {
    return respond(401, "", {{"www-authenticate", "Bearer realm=\"http://evil/token\""}});
  };
  FetcherOptions options;
  options.user = "me";
  options.password = "pw";
  CHECK(code_of([&] {
          fetcher(answer, options).fetch(parse_reference({"", "oci://h.example/a", "1.0.0"}));
        }) == ErrorCode::failed);
  for (const auto& request : requests) CHECK(request.user.empty());
}

TEST_CASE_FIXTURE(Fixture, "fetcher: what a registry holds besides charts is refused") {
  const auto answer = [](const HttpRequest& request) {
    CHECK(request.url == "https://h.example/v2/a/manifests/1.0.0");
    return respond(
        200,
        R"({"layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", "digest": "sha256:1"}]})");
  };
  CHECK(code_of([&] {
          fetcher(answer).fetch(parse_reference({"", "oci://h.example/a", "1.0.0"}));
        }) == ErrorCode::bad_input);
}

TEST_CASE_FIXTURE(Fixture, "fetcher: basic authentication of a registry") {
  const std::string archive = "archive";
  const auto answer = [&](const HttpRequest& request) {
    if (request.headers.empty() || request.headers.back() != "Authorization: Basic bWU6cHc=")
      return respond(401, "", {{"www-authenticate", "Basic realm=\"x\""}});
    if (request.url.find("/blobs/") != std::string::npos) return respond(200, archive);
    return respond(
        200,
        R"({"layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "sha256:)" +
            sha256_hex(archive) + "\"}]}");
  };
  FetcherOptions options;
  options.user = "me";
  options.password = "pw";
  CHECK(fetcher(answer, options).fetch(parse_reference({"", "oci://h.example/a", "1.0.0"})).archive ==
        archive);
  CHECK(code_of([&] {
          fetcher(answer).fetch(parse_reference({"", "oci://h.example/a", "2.0.0"}));
        }) == ErrorCode::denied);
}

TEST_CASE_FIXTURE(Fixture, "fetcher: an index without an ETag is asked for by its date") {
  const auto answer = [](const HttpRequest& request) {
    if (!request.url.ends_with("index.yaml")) return respond(200, "archive");
    for (const auto& header : request.headers) {
      if (header == "If-Modified-Since: yesterday") return respond(304, "");
    }
    return respond(200, "entries: {a: [{version: 1.0.0, urls: [a.tgz]}]}", {{"last-modified", "yesterday"}});
  };
  fetcher(answer).fetch(parse_reference({"https://repo", "a", ""}));
  CHECK(fetcher(answer).fetch(parse_reference({"https://repo", "a", ""})).from_cache);
  CHECK(requests.size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "fetcher: an index may send to a registry, where the chosen version is taken") {
  const std::string archive = "archive";
  const auto answer = [&](const HttpRequest& request) {
    if (request.url.ends_with("index.yaml")) {
      return respond(200,
                     "entries: {a: [{version: 2.0.0, urls: ['oci://h.example/x/a']}, {version: 1.0.0, urls: "
                     "['oci://h.example/x/a:1.0.0']}]}");
    }
    if (request.url.find("/blobs/") != std::string::npos) return respond(200, archive);
    return respond(
        200,
        R"({"layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "sha256:)" +
            sha256_hex(archive) + "\"}]}");
  };
  CHECK(fetcher(answer).fetch(parse_reference({"https://repo", "a", "<2"})).chart.version == "1.0.0");
  CHECK(fetcher(answer).fetch(parse_reference({"https://repo", "a", "^2"})).chart.version == "2.0.0");
  CHECK(requests[1].url == "https://h.example/v2/x/a/manifests/1.0.0");
  CHECK(requests[4].url == "https://h.example/v2/x/a/manifests/2.0.0");
}

TEST_CASE_FIXTURE(Fixture,
                  "fetcher: plain http is for registries of this machine, and those it is asked for") {
  const auto answer = [](const HttpRequest&) { return respond(404, ""); };
  FetcherOptions plain;
  plain.plain_http = true;
  const auto asks = [&](const std::string& host, const FetcherOptions& options) {
    requests.clear();
    CHECK(code_of([&] {
            fetcher(answer, options).fetch(parse_reference({"", "oci://" + host + "/a", "1.0.0"}));
          }) == ErrorCode::not_found);
    return requests.front().url.substr(0, requests.front().url.find("/v2/"));
  };
  CHECK(asks("h.example", {}) == "https://h.example");
  CHECK(asks("h.example", plain) == "http://h.example");
  CHECK(asks("localhost:5000", {}) == "http://localhost:5000");
  CHECK(asks("127.0.0.1:5000", {}) == "http://127.0.0.1:5000");
  CHECK(asks("localhost.example", {}) == "https://localhost.example");
}

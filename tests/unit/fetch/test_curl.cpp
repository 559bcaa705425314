// The real client against real servers of this machine.
#include <filesystem>

#include <doctest/doctest.h>

#include "core/http/http.hpp"
#include "core/util/error.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/servers.hpp"

using namespace gimlet;

namespace {

// A web server whose answers scripts give.
struct Fixture {
  test::Folder folder;

  [[nodiscard]] bool skipped() const {
    if (test::HttpServer::available()) return false;
    MESSAGE("lighttpd is not installed");
    return true;
  }
  void script(const std::string& name, const std::string& text) const {
    const auto path = folder.write("www/" + name, "#!/bin/sh\nHERE=" + folder.path().string() + "\n" + text);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  }
  [[nodiscard]] test::HttpServer serve() const { return {folder.path(), folder.path() / "www", {}}; }
};

HttpRequest get(const test::HttpServer& server, const std::string& name) {
  HttpRequest request;
  request.url = "http://" + server.host() + "/" + name;
  return request;
}

Error failure_of(HttpClient& client, const HttpRequest& request) {
  try {
    client.send(request);
  } catch (const Error& error) {
    return error;
  }
  FAIL("nothing was thrown");
  return {ErrorCode::failed, ""};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "curl: an answer that says later is asked for again") {
  if (skipped()) return;
  script("flaky",
         "echo x >>$HERE/count\n[ $(wc -l <$HERE/count) -lt 3 ] && printf 'Status: 503\\r\\n\\r\\n' && exit\n"
         "printf 'Content-Type: text/plain\\r\\nX-Kind: Good\\r\\n\\r\\nhello'\n");
  script("never", "echo x >>$HERE/never\nprintf 'Status: 503\\r\\n\\r\\n'\n");
  const auto server = serve();
  const auto client = make_http_client({});
  const HttpResponse response = client->send(get(server, "flaky"));
  CHECK(response.status == 200);
  CHECK(response.body == "hello");
  CHECK(response.header("x-kind") == "Good");
  CHECK(client->send(get(server, "never")).status == 503);
}

TEST_CASE_FIXTURE(Fixture, "curl: a body past its limit is bad input") {
  if (skipped()) return;
  script("large", "printf 'Content-Type: text/plain\\r\\n\\r\\n'; head -c 3000000 /dev/zero\n");
  const auto server = serve();
  HttpRequest request = get(server, "large");
  const auto client = make_http_client({});
  CHECK(client->send(request).body.size() == 3'000'000);
  request.max_bytes = std::size_t{1024} * 1024;
  const Error error = failure_of(*client, request);
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(error.message().find("larger than 1 MiB") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "curl: redirects are followed, but the user stays with his host") {
  if (skipped()) return;
  script("who", "printf 'Content-Type: text/plain\\r\\n\\r\\n%s' \"$HTTP_AUTHORIZATION\"\n");
  const auto target = serve();
  const test::Folder other;
  const auto path =
      other.write("www/go", "#!/bin/sh\nprintf 'Status: 302\\r\\nLocation: http://localhost:" +
                                target.host().substr(target.host().find(':') + 1) + "/who\\r\\n\\r\\n'\n");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  const test::HttpServer server(other.path(), other.path() / "www", {});
  HttpRequest request = get(server, "go");
  request.user = "me";
  request.password = "s3cret";
  request.headers = {"Authorization: Bearer token"};
  const auto client = make_http_client({});
  const HttpResponse response = client->send(request);
  CHECK(response.status == 200);
  CHECK(response.body.empty());
  CHECK(response.url.ends_with("/who"));
  request.headers.clear();
  CHECK(client->send(request).body.empty());
}

TEST_CASE("curl: silence ends, and progress is told") {
  const test::SilentServer silent;
  HttpSettings settings;
  settings.timeout_ms = 1000;
  int calls = 0;
  settings.progress = [&](const std::string&, std::uint64_t, std::uint64_t, bool) { ++calls; };
  const auto client = make_http_client(settings);
  HttpRequest request;
  request.url = "http://me:s3cret@127.0.0.1:" + std::to_string(silent.port()) + "/x";
  const Error error = failure_of(*client, request);
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.hint().find("silent") != std::string::npos);
  CHECK(error.str().find("s3cret") == std::string::npos);
  CHECK(calls > 0);
  request.url = "file:///etc/hostname";
  CHECK(failure_of(*client, request).code() == ErrorCode::failed);
}

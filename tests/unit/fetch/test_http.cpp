#include <doctest/doctest.h>

#include "core/fetch/oci_registry.hpp"
#include "core/http/http.hpp"
#include "core/util/error.hpp"

using namespace gimlet;
using namespace gimlet::fetch;

TEST_CASE("http: the user in a URL") {
  std::string user;
  std::string password;
  std::string url = "https://me:p%40ss%3A@host:8080/a@b?c=d@e";
  CHECK(take_user(url, user, password));
  CHECK(url == "https://host:8080/a@b?c=d@e");
  CHECK(user == "me");
  CHECK(password == "p@ss:");
  CHECK(!take_user(url, user, password));
  url = "https://token@host";
  CHECK(take_user(url, user, password));
  CHECK(user == "token");
  CHECK(password.empty());
}

TEST_CASE("http: the origin of a URL") {
  CHECK(origin_of("https://Host:1/a") == "https://host:1");
  CHECK(origin_of("https://host?x=/") == "https://host");
  CHECK(origin_of("https://host.evil.com") != origin_of("https://host"));
}

TEST_CASE("http: what a status means") {
  const auto code = [](int status) {
    HttpResponse response;
    response.status = status;
    try {
      throw_status(response, "https://me:secret@host/x");
    } catch (const Error& error) {
      CHECK(error.str().find("secret") == std::string::npos);
      return error.code();
    }
  };
  CHECK(code(401) == ErrorCode::denied);
  CHECK(code(403) == ErrorCode::denied);
  CHECK(code(404) == ErrorCode::not_found);
  CHECK(code(500) == ErrorCode::failed);
}

TEST_CASE("oci: the challenge of a registry") {
  const auto challenge = parse_challenge(
      R"(Bearer realm="https://auth/token?a=b,c",service="a \"b\"", scope=repository:x:pull,error=x)");
  CHECK(challenge.at("") == "bearer");
  CHECK(challenge.at("realm") == "https://auth/token?a=b,c");
  CHECK(challenge.at("service") == "a \"b\"");
  CHECK(challenge.at("scope") == "repository:x:pull");
  CHECK(challenge.at("error") == "x");
  CHECK(parse_challenge("Basic").at("") == "basic");
  CHECK(parse_challenge("").at("").empty());
  CHECK(parse_challenge("Bearer realm=\"https://").at("realm") == "https://");
}

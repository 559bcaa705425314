#include <doctest/doctest.h>

#include "core/util/error.hpp"

using namespace gimlet;

TEST_CASE("error: one line holds activities outermost first, position, message and pointer") {
  try {
    while_doing([] { return "pushing a.json"; },
                [] {
                  while_doing([] { return "reading the manifest"; },
                              []() -> int {
                                throw Error(ErrorCode::bad_input, "app is missing")
                                    .at({"a.json", 3, 7})
                                    .pointer("/environments/0/app")
                                    .hint("add it");
                              });
                });
    FAIL("nothing thrown");
  } catch (const Error& error) {
    CHECK(error.str() ==
          "pushing a.json: reading the manifest: a.json:3:7: app is missing (at /environments/0/app)");
    CHECK(error.hint() == "add it");
    CHECK(error.exit_code() == 4);
  }
}

#include <string>

#include <doctest/doctest.h>

#include "core/sprig/registry.hpp"

using namespace gimlet;

TEST_CASE("every function says what it is") {
  const auto table = sprig::standard_functions();
  CHECK(table->all().size() > 100);
  for (const auto& entry : table->all()) {
    const auto& name = entry.first;  // not a structured binding: clang 14 cannot capture one
    const auto& function = *entry.second;
    CAPTURE(name);
    CHECK(function.name == name);
    CHECK((function.signature == name || function.signature.starts_with(std::string(name) + " ")));
    CHECK(function.doc.ends_with("."));
    CHECK(function.call != nullptr);
    CHECK((function.max_arguments == -1 || function.max_arguments >= function.min_arguments));
  }
}

TEST_CASE("a signature says how many arguments there are") {
  const auto table = sprig::standard_functions();
  CHECK(table->find("substr")->min_arguments == 3);
  CHECK(table->find("substr")->max_arguments == 3);
  CHECK(table->find("quote")->min_arguments == 0);
  CHECK(table->find("quote")->max_arguments == -1);
  CHECK(table->find("round")->min_arguments == 2);
  CHECK(table->find("round")->max_arguments == -1);
  CHECK(table->find("now")->max_arguments == 0);
  CHECK(table->find("nothing") == nullptr);
}

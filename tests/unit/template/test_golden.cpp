#include <map>

#include <doctest/doctest.h>

#include "support.hpp"
#include "tests/support/golden.hpp"

using namespace gimlet;

namespace {

tmpl::MissingKey option(const std::string& name) {
  return name == "error"  ? tmpl::MissingKey::error
         : name == "zero" ? tmpl::MissingKey::zero
                          : tmpl::MissingKey::no_value;
}

std::string outcome(const std::string& source, tmpl::MissingKey missing) {
  try {
    return tmpl::render("t", source, test::sample(), nullptr, missing);
  } catch (const Error& error) {
    return "ERR: " + error.message();
  }
}

// What changed between the Go that made the table (1.19) and the one in Helm 4.1: the end of the message.
const std::map<std::string, std::string>& newer() {
  static const std::map<std::string, std::string> endings{
      {"{{ print) }}", "unexpected right paren"},
      {"{{ eq .l 1 }} {{ eq .n .l }}", "incompatible types for comparison: []interface {} and int"},
      {"{{ call .s }}", "non-function .s of type string"}};
  return endings;
}

}  // namespace

TEST_CASE("templates give what Go gives, text or error") {
  const auto rows = test::read_golden(std::filesystem::path(GIMLET_TEST_DATA) / "template/template.tsv");
  REQUIRE(rows.size() > 600);
  for (const auto& row : rows) {
    REQUIRE(row.size() == 3);
    const std::string got = outcome(row[1], option(row[0]));
    if (const auto entry = newer().find(row[1]); entry != newer().end()) {
      CHECK(got.ends_with(": " + entry->second));
      continue;
    }
    CHECK_MESSAGE(got == row[2], row[1], " (", row[0], ")\n    ours: ", got, "\n      go: ", row[2]);
  }
}

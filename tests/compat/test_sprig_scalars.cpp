// data/yaml-scalars.tsv again: what Helm 4.1.4 printed for the same strings and values through quote,
// toString, int64 and kindOf.

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/sprig/registry.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"
#include "core/util/string.hpp"
#include "core/value/format.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

using Row = std::vector<std::string>;

class NoContext : public tmpl::CallContext {
 public:
  std::string execute_template(std::string_view /*name*/, const Value& /*data*/) override { return ""; }
  std::string execute_text(std::string_view /*text*/, const Value& /*data*/) override { return ""; }
};

std::string call(std::string_view name, const Value& value) {
  static const auto table = sprig::standard_functions();
  NoContext context;
  tmpl::Arguments arguments{value};
  return format_value(table->find(name)->call(context, arguments));
}

std::string cell(const Row& row, std::size_t column) {
  return Json::parse(row.at(column)).get<std::string>();
}

// The rows of the strings (typed == false) or of the values.
std::vector<Row> read_rows(bool typed) {
  std::vector<Row> rows;
  bool in_typed = false;
  for (const auto& line : split(read_file(GIMLET_COMPAT_DATA "/yaml-scalars.tsv"), '\n')) {
    if (line.starts_with("#raw")) in_typed = true;
    if (line.starts_with('"') && in_typed == typed) rows.push_back(split(line, '\t'));
  }
  return rows;
}

}  // namespace

TEST_CASE("strings through quote") {
  const auto rows = read_rows(false);
  CHECK(rows.size() == 190);
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CHECK(call("quote", cell(row, 0)) == cell(row, 2));
  }
}

TEST_CASE("typed values through toString, quote, int64 and kindOf") {
  const auto rows = read_rows(true);
  CHECK(rows.size() > 60);
  for (const auto& row : rows) {
    if (row.at(1).starts_with("ERR")) continue;
    CAPTURE(row[0]);
    const Value value = *yaml::read("v: " + cell(row, 0) + "\n").find("v");
    CHECK(format_value(value) == cell(row, 3));
    CHECK(value.type_name() == cell(row, 4));
    CHECK(call("quote", value) == cell(row, 5));
    CHECK(call("toString", value) == cell(row, 3));
    CHECK(call("int64", value) == row.at(9));
    CHECK(call("kindOf", value) == row.at(10));
  }
}

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/value/value.hpp"

// JSON Schema, as Helm 4 checks a chart's values with it: the drafts 4, 6, 7, 2019-09 and 2020-12 as
// `$schema` says (2020-12 if it does not), in the words of santhosh-tekuri/jsonschema 6.
namespace gimlet::schema {

// Something in the values that the schema does not allow.
struct Violation {
  std::string pointer;  // a JSON pointer into the values: "/replicas"
  std::string message;  // "got string, want integer"
  std::vector<Violation> causes;
};

// Checks values with the text of a values.schema.json. Empty if they are right. Of several violations those
// of an object's own come first, then its properties' in the order of their names (Helm's order is random).
//
// `format` is checked by the drafts before 2019-09 only, content* by none. References lead to the schema
// itself and to the meta-schemas; a "urn:" allows everything, as in Helm. Patterns are Go's regular
// expressions, which are RE2's.
//
// Throws bad_input with Helm's words for a text that is no JSON or no schema, and for references that lead
// nowhere or elsewhere: nothing is loaded from files or the network. Also for values and schemas that take
// too long or nest too deep to be checked.
std::vector<Violation> validate(std::string_view schema, const Value& values);

// The violations as Helm prints them behind the chart's name: "- at '/replicas': got string, want integer\n",
// causes indented below what they explain. "" for none.
std::string describe(const std::vector<Violation>& violations);

// What stands in front of the reports of a chart and its subcharts.
inline constexpr std::string_view report_heading =
    "values don't meet the specifications of the schema(s) in the following chart(s):\n";

// What Helm reports of one chart behind that heading: its name, and what is wrong with its values or with its
// schema. "" if nothing is. The reports of subcharts, which get their own part of the values, follow
// directly.
std::string report(std::string_view chart, std::string_view schema, const Value& values);

}  // namespace gimlet::schema

#include "core/schema/schema.hpp"

#include <utility>

#include <fmt/format.h>

#include "core/schema/compiler.hpp"
#include "core/schema/document.hpp"
#include "core/schema/plain_schema.hpp"
#include "core/schema/validator.hpp"
#include "core/schema/words.hpp"
#include "core/util/error.hpp"
#include "core/value/strconv.hpp"

namespace gimlet::schema {
namespace {

// What Helm calls the schema.
constexpr const char* schema_url = "file:///values.schema.json";

// A reference stands for what it leads to if that has one thing to say.
void add_violation(std::vector<Violation>& violations, Problem problem) {
  if (problem.kind == Problem::Kind::reference && problem.causes.size() == 1) {
    add_violation(violations, std::move(problem.causes[0]));
    return;
  }
  Violation violation{std::move(problem.pointer), std::move(problem.message), {}};
  for (Problem& cause : problem.causes) add_violation(violation.causes, std::move(cause));
  violations.push_back(std::move(violation));
}

std::vector<Violation> violations_of(std::optional<Problem> problem) {
  std::vector<Violation> violations;
  if (!problem) return violations;
  if (problem->kind == Problem::Kind::group) {
    for (Problem& cause : problem->causes) add_violation(violations, std::move(cause));
  } else {
    add_violation(violations, std::move(*problem));
  }
  return violations;
}

void append(std::string& text, const std::vector<Violation>& violations, std::size_t depth) {
  for (const Violation& violation : violations) {
    text.append(2 * depth, ' ');
    text += fmt::format("- at {}: {}\n", schema::quoted(violation.pointer), violation.message);
    append(text, violation.causes, depth + 1);
  }
}

// The meta-schemas of the drafts, compiled when they are needed.
class MetaSchemas {
 public:
  const Schema& of(const Draft& draft) { return compiler_.compile(std::string(draft.url)); }

  // Throws bad_input if what stands at a place is no schema.
  void check(const Root& root, const std::string& pointer) {
    const Draft& draft = *root.resource_of(pointer).draft;
    const Document& schema = root.lookup(pointer);
    if (is_plain_schema(draft, schema)) return;
    const Schema& meta = of(draft);
    const SchemaContext context{root.resources,
                                [this](const Draft& other) -> const Schema& { return of(other); }};
    auto problem = Validator(&context).check(schema, meta, true);
    if (!problem) return;
    std::string text = describe(violations_of(std::move(problem)));
    text.pop_back();
    throw Error(
        ErrorCode::bad_input,
        fmt::format("{} is not valid against metaschema: jsonschema validation failed with {}\n{}",
                    go_quote(location_text(root.url, pointer)), schema::quoted(meta.location.str()), text));
  }

 private:
  Compiler compiler_{[](const Root&, const std::string&) {}, Compiler::Formats::always};
};

}  // namespace

std::vector<Violation> validate(std::string_view schema, const Value& values) {
  MetaSchemas meta;
  Compiler compiler([&](const Root& root, const std::string& pointer) { meta.check(root, pointer); },
                    Compiler::Formats::as_draft);
  compiler.add(schema_url, schema);
  const Schema& compiled = compiler.compile(schema_url);
  Texts texts;
  return violations_of(Validator().check(document_of(values, texts), compiled));
}

std::string describe(const std::vector<Violation>& violations) {
  std::string text;
  append(text, violations, 0);
  return text;
}

std::string report(std::string_view chart, std::string_view schema, const Value& values) {
  std::string text;
  try {
    text = describe(validate(schema, values));
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) throw;
    text = error.message();
  }
  return text.empty() ? "" : fmt::format("{}:\n{}", chart, text);
}

}  // namespace gimlet::schema

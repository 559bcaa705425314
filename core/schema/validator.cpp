#include "core/schema/validator.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/schema/words.hpp"
#include "core/util/error.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::schema {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

constexpr std::array all_types{Type::null,   Type::boolean, Type::number, Type::integer,
                               Type::string, Type::array,   Type::object};

std::string_view type_word(Type type) {
  constexpr std::array<std::string_view, 7> words{"null",   "boolean", "number", "integer",
                                                  "string", "array",   "object"};
  return words.at(static_cast<std::size_t>(type));
}

bool has_type(const Document& document, const Types& types) {
  switch (document.kind) {
    case Document::Kind::null:
      return types.contains(Type::null);
    case Document::Kind::boolean:
      return types.contains(Type::boolean);
    case Document::Kind::string:
      return types.contains(Type::string);
    case Document::Kind::array:
      return types.contains(Type::array);
    case Document::Kind::object:
      return types.contains(Type::object);
    case Document::Kind::number:
      break;
  }
  if (types.contains(Type::number)) return true;
  const auto number = Decimal::parse(document.text);
  return types.contains(Type::integer) && number && number->is_integer();
}

std::string type_message(const Document& document, const Types& types) {
  std::vector<std::string> words;
  for (const Type type : all_types) {
    if (types.contains(type)) words.emplace_back(type_word(type));
  }
  return fmt::format("got {}, want {}", type_name(document), join(words, " or "));
}

bool is_primitive(const Document& document) {
  return !document.is_array() && !document.is_object();
}

std::string choices_message(const Document& choices) {
  if (!std::ranges::all_of(choices.items, is_primitive)) return "'enum' failed";
  if (choices.items.size() == 1) return "value must be " + displayed(choices.items[0]);
  std::vector<std::string> words;
  for (const Document& choice : choices.items) words.push_back(displayed(choice));
  return "value must be one of " + join(words, ", ");
}

}  // namespace

std::optional<Problem> Validator::check(const Document& document, const Schema& schema, bool is_meta) {
  depth_ = 0;
  Frame frame{document,
              schema,
              is_meta ? &schema : nullptr,
              {&schema, {}, 0, nullptr},
              unevaluated_of(document, schema, false),
              false,
              {}};
  return run(frame);
}

std::optional<Problem> Validator::run(Frame& frame) {
  constexpr std::size_t max_steps = 5'000'000;
  if (++steps_ > max_steps) fail(fmt::format("checking takes more than {} steps", max_steps));
  if (!check_basics(frame)) return std::move(frame.problems.back());
  const Schema& schema = frame.schema;
  if (schema.ref != nullptr) {
    auto problem = referred(frame, *schema.ref, "$ref");
    if (schema.draft->is_before(2019)) return problem;
    add(frame, std::move(problem));
  }
  check_object(frame);
  check_array(frame);
  check_string(frame);
  check_number(frame);
  if (frame.problems.empty() || !frame.only_result) {
    check_references(frame);
    check_conditions(frame);
    check_unevaluated(frame);
  }
  if (frame.problems.empty()) return std::nullopt;
  if (frame.problems.size() == 1) return std::move(frame.problems[0]);
  Problem group = problem(frame, "validation failed");
  group.kind = Problem::Kind::group;
  group.causes = std::move(frame.problems);
  return group;
}

std::optional<Problem> Validator::run_inside(Frame& frame) {
  // A document nests a thousand levels at most. Its meta-schema takes five schemas for two of them.
  constexpr std::size_t max_depth = 3000;
  if (depth_ == max_depth || stack_.exhausted()) {
    fail(depth_ == max_depth ? fmt::format("checking goes deeper than {} schemas", max_depth)
                             : "checking takes more than 4 MiB of stack");
  }
  ++depth_;
  auto problem = run(frame);
  --depth_;
  return problem;
}

// What ends a check at once. False if it is ended by a problem.
bool Validator::check_basics(Frame& frame) {
  const Schema& schema = frame.schema;
  const Document& document = frame.document;
  if (schema.truth && !*schema.truth) {
    add(frame, [] { return "false schema"; });
    return false;
  }
  if (const Scope* same = find_cycle(frame.scope); same != nullptr) {
    add(frame, [&] {
      return fmt::format("both {} and {} resolve to {} causing reference cycle",
                         keyword_location(&frame.scope), keyword_location(same),
                         go::quote(schema.location.str()));
    });
    return false;
  }
  if (!schema.types.empty() && !has_type(document, schema.types)) {
    add(frame, [&] { return type_message(document, schema.types); });
    return false;
  }
  if (schema.constant != nullptr && !equal(document, *schema.constant)) {
    add(frame, [&] {
      return is_primitive(*schema.constant) ? "value must be " + displayed(*schema.constant)
                                            : std::string("'const' failed");
    });
    return false;
  }
  if (schema.choices != nullptr && std::ranges::none_of(schema.choices->items, [&](const Document& choice) {
        return equal(document, choice);
      })) {
    add(frame, [&] { return choices_message(*schema.choices); });
    return false;
  }
  if (schema.format != nullptr && document.is_string()) {
    if (const auto problem = schema.format->problem(document.text)) {
      add(frame, [&] {
        return fmt::format("{} is not valid {}: {}", displayed(document), schema.format->name, *problem);
      });
      return false;
    }
  }
  return true;
}

void Validator::check_references(Frame& frame) {
  const Schema& schema = frame.schema;
  if (schema.recursive_ref != nullptr) {
    const Schema* target = schema.recursive_ref;
    if (target->recursive_anchor) {
      for (const Scope* scope = &frame.scope; scope != nullptr; scope = scope->parent) {
        if (scope->schema->resource->recursive_anchor) target = scope->schema;
      }
    }
    add(frame, referred(frame, *target, "$recursiveRef"));
  }
  if (schema.dynamic_ref == nullptr) return;
  const Schema* target = schema.dynamic_ref;
  if (!schema.dynamic_ref_anchor.empty() && target->dynamic_anchor == schema.dynamic_ref_anchor) {
    for (const Scope* scope = &frame.scope; scope != nullptr; scope = scope->parent) {
      const auto& anchors = scope->schema->resource->dynamic_anchors;
      const auto found = anchors.find(schema.dynamic_ref_anchor);
      if (found != anchors.end()) target = found->second;
    }
  }
  add(frame, referred(frame, *target, "$dynamicRef"));
}

void Validator::check_conditions(Frame& frame) {
  const Schema& schema = frame.schema;
  if (schema.negated != nullptr && !same(frame, *schema.negated, {}, true)) {
    add(frame, [] { return "'not' failed"; });
  }
  std::vector<Problem> causes;
  for (const Schema* each : schema.all_of) {
    if (auto problem = same(frame, *each)) {
      causes.push_back(std::move(*problem));
      if (frame.only_result) break;
    }
  }
  if (!causes.empty()) add(frame, "'allOf' failed", std::move(causes));
  check_any_of(frame);
  check_one_of(frame);
  if (schema.condition == nullptr) return;
  const Schema* const branch =
      same(frame, *schema.condition, {}, true) ? schema.else_schema : schema.then_schema;
  if (branch != nullptr) add(frame, same(frame, *branch));
}

void Validator::check_any_of(Frame& frame) {
  if (frame.schema.any_of.empty()) return;
  std::vector<Problem> causes;
  bool matched = false;
  for (const Schema* each : frame.schema.any_of) {
    if (auto problem = same(frame, *each)) {
      causes.push_back(std::move(*problem));
      continue;
    }
    matched = true;
    // The others may still evaluate something.
    if (frame.unevaluated.empty()) break;
  }
  if (!matched) add(frame, "'anyOf' failed", std::move(causes));
}

void Validator::check_one_of(Frame& frame) {
  if (frame.schema.one_of.empty()) return;
  std::vector<Problem> causes;
  std::optional<std::size_t> matched;
  for (std::size_t i = 0; i < frame.schema.one_of.size(); ++i) {
    auto problem = same(frame, *frame.schema.one_of[i], {}, matched.has_value());
    if (problem) {
      if (!matched) causes.push_back(std::move(*problem));
      continue;
    }
    if (matched) {
      add(frame, [&] {
        return fmt::format("'oneOf' failed, subschemas {}, {} matched",
                           localized(static_cast<std::int64_t>(*matched)),
                           localized(static_cast<std::int64_t>(i)));
      });
      return;
    }
    matched = i;
  }
  if (!matched) add(frame, "'oneOf' failed, none matched", std::move(causes));
}

void Validator::check_unevaluated(Frame& frame) {
  const Schema& schema = frame.schema;
  if (schema.unevaluated_properties != nullptr) {
    for (const std::string_view name : std::exchange(frame.unevaluated.properties, {})) {
      const Document* const value = frame.document.find(name);
      add(frame, inner(frame, *schema.unevaluated_properties, *value, name));
    }
  }
  if (schema.unevaluated_items != nullptr) {
    for (const std::size_t i : std::exchange(frame.unevaluated.items, {})) {
      add(frame, inner(frame, *schema.unevaluated_items, frame.document.items[i], i));
    }
  }
}

std::optional<Problem> Validator::same(Frame& frame, const Schema& schema, std::string_view reference,
                                       bool only_result) {
  const Schema* meta = frame.meta;
  const Schema& own = with_own_draft(schema, meta);
  Frame other{frame.document,
              own,
              meta,
              {&schema, reference, frame.scope.value, &frame.scope},
              unevaluated_of(frame.document, schema, !frame.unevaluated.empty()),
              frame.only_result || only_result,
              {}};
  auto problem = run_inside(other);
  if (problem) return problem;
  std::erase_if(frame.unevaluated.properties,
                [&](std::string_view name) { return !other.unevaluated.properties.contains(name); });
  std::erase_if(frame.unevaluated.items, [&](std::size_t i) { return !other.unevaluated.items.contains(i); });
  return std::nullopt;
}

std::optional<Problem> Validator::inner(Frame& frame, const Schema& schema, const Document& document,
                                        Segment segment) {
  path_.push_back(segment);
  const Schema* meta = frame.meta;
  const Schema& own = with_own_draft(schema, meta);
  Frame other{document,
              own,
              meta,
              {&schema, {}, frame.scope.value + 1, &frame.scope},
              unevaluated_of(document, schema, false),
              frame.only_result,
              {}};
  auto problem = run_inside(other);
  path_.pop_back();
  return problem;
}

std::optional<Problem> Validator::referred(Frame& frame, const Schema& schema, std::string_view keyword) {
  auto found = same(frame, schema, keyword);
  if (!found) return std::nullopt;
  Problem reference = problem(frame, "validation failed");
  reference.kind = Problem::Kind::reference;
  if (found->kind == Problem::Kind::group) {
    reference.causes = std::move(found->causes);
  } else {
    reference.causes.push_back(std::move(*found));
  }
  return reference;
}

// A schema inside the one that is checked may have a draft of its own.
const Schema& Validator::with_own_draft(const Schema& schema, const Schema*& meta) const {
  if (context_ == nullptr || &schema != meta || context_->resources.size() == 1) return schema;
  const auto resource = context_->resources.find(pointer());
  if (resource == context_->resources.end()) return schema;
  meta = &context_->metaschema_of(*resource->second.draft);
  return *meta;
}

Validator::Unevaluated Validator::unevaluated_of(const Document& document, const Schema& schema,
                                                 bool wanted) {
  Unevaluated unevaluated;
  if (document.is_object() && !schema.evaluates_all_properties &&
      (wanted || schema.unevaluated_properties != nullptr)) {
    for (const Member& member : document.members) unevaluated.properties.insert(member.name);
  }
  if (document.is_array() && !schema.evaluates_all_items && (wanted || schema.unevaluated_items != nullptr)) {
    for (std::size_t i = schema.evaluated_items; i < document.items.size(); ++i) unevaluated.items.insert(i);
  }
  return unevaluated;
}

// The check of the same value with the same schema that this one is in.
const Validator::Scope* Validator::find_cycle(const Scope& scope) {
  for (const Scope* other = scope.parent; other != nullptr && other->value == scope.value;
       other = other->parent) {
    if (other->schema == scope.schema) return other;
  }
  return nullptr;
}

std::string Validator::pointer() const {
  std::string pointer;
  for (const Segment& segment : path_) {
    pointer += '/';
    if (const auto* name = std::get_if<std::string_view>(&segment); name != nullptr) {
      pointer += escape_segment(*name);
    } else {
      pointer += std::to_string(std::get<std::size_t>(segment));
    }
  }
  return pointer;
}

std::string Validator::keyword_location(const Scope* scope) {
  std::vector<std::string> parts;  // innermost first
  for (; scope->parent != nullptr; scope = scope->parent) {
    if (!scope->reference.empty()) {
      parts.push_back("/" + escape_segment(scope->reference));
    } else {
      const std::string outer = scope->parent->schema->location.str();
      const std::string inner = scope->schema->location.str();
      parts.push_back(inner.substr(std::min(outer.size(), inner.size())));
    }
  }
  std::reverse(parts.begin(), parts.end());
  return join(parts, "");
}

Problem Validator::problem(const Frame& frame, std::string message) const {
  Problem problem;
  if (frame.only_result) return problem;
  problem.pointer = pointer();
  problem.message = std::move(message);
  return problem;
}

void Validator::add(Frame& frame, std::string message, std::vector<Problem> causes) const {
  Problem added = problem(frame, std::move(message));
  if (!frame.only_result) added.causes = std::move(causes);
  frame.problems.push_back(std::move(added));
}

}  // namespace gimlet::schema

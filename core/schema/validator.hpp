#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/schema/compiled.hpp"
#include "core/schema/roots.hpp"
#include "core/util/stack_guard.hpp"

namespace gimlet::schema {

// What came of checking something, as a tree.
struct Problem {
  enum class Kind : std::uint8_t {
    plain,
    group,     // several that have nothing else in common
    reference  // what it refers to has them
  };
  Kind kind = Kind::plain;
  std::string pointer;  // into what is checked
  std::string message;
  std::vector<Problem> causes;
};

// When a schema is checked with its meta-schema: the schemas in it that have a draft of their own.
struct SchemaContext {
  const Resources& resources;
  std::function<const Schema&(const Draft&)> metaschema_of;
};

// Checks one document with a schema. Everything is bounded: throws bad_input for what nests too deep and what
// takes too long.
class Validator {
 public:
  explicit Validator(const SchemaContext* context = nullptr) : context_(context) {}

  // nullopt if it is right. `is_meta`: the schema is the meta-schema of the context.
  std::optional<Problem> check(const Document& document, const Schema& schema, bool is_meta = false);

 private:
  // A step into what is checked: a name or an index.
  using Segment = std::variant<std::string_view, std::size_t>;

  // Where a check stands among those around it.
  struct Scope {
    const Schema* schema;
    std::string_view reference;  // the keyword, if a reference leads here
    int value;                   // tells the values apart
    const Scope* parent;
  };

  // What no keyword has looked at yet.
  struct Unevaluated {
    std::set<std::string_view> properties;
    std::set<std::size_t> items;
    [[nodiscard]] bool empty() const { return properties.empty() && items.empty(); }
  };

  // The check of one value with one schema.
  struct Frame {
    const Document& document;
    const Schema& schema;
    const Schema* meta;  // the meta-schema, if this is a schema
    Scope scope;
    Unevaluated unevaluated;
    bool only_result;  // nobody will read the messages
    std::vector<Problem> problems;
  };

  std::optional<Problem> run(Frame& frame);
  std::optional<Problem> run_inside(Frame& frame);
  bool check_basics(Frame& frame);
  void check_references(Frame& frame);
  void check_conditions(Frame& frame);
  void check_any_of(Frame& frame);
  void check_one_of(Frame& frame);
  void check_unevaluated(Frame& frame);

  void check_object(Frame& frame);
  void check_dependencies(Frame& frame);
  void check_properties(Frame& frame);
  void check_property_names(Frame& frame);
  void check_dependents(Frame& frame);
  void check_array(Frame& frame);
  void check_old_items(Frame& frame);
  void check_items(Frame& frame);
  void check_contains(Frame& frame);
  void check_string(Frame& frame);
  void check_number(Frame& frame);

  // Checks the same value with another schema, or something in it.
  std::optional<Problem> same(Frame& frame, const Schema& schema, std::string_view reference = {},
                              bool only_result = false);
  std::optional<Problem> inner(Frame& frame, const Schema& schema, const Document& document, Segment segment);
  std::optional<Problem> referred(Frame& frame, const Schema& schema, std::string_view keyword);
  const Schema& with_own_draft(const Schema& schema, const Schema*& meta) const;
  static Unevaluated unevaluated_of(const Document& document, const Schema& schema, bool wanted);
  static const Scope* find_cycle(const Scope& scope);
  [[nodiscard]] std::string pointer() const;
  static std::string keyword_location(const Scope* scope);

  [[nodiscard]] Problem problem(const Frame& frame, std::string message) const;
  template <class Message>
  void add(Frame& frame, Message&& message) const {
    frame.problems.push_back(problem(frame, frame.only_result ? std::string() : message()));
  }
  static void add(Frame& frame, std::optional<Problem> problem) {
    if (problem) frame.problems.push_back(std::move(*problem));
  }
  void add(Frame& frame, std::string message, std::vector<Problem> causes) const;

  const SchemaContext* context_;
  std::vector<Segment> path_;
  std::size_t depth_ = 0;
  StackGuard stack_{std::size_t{4} * 1024 * 1024};
  std::size_t steps_ = 0;
};

}  // namespace gimlet::schema

#include "core/schema/compiler.hpp"

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/go/url.hpp"
#include "core/util/error.hpp"
#include "core/util/json_pointer.hpp"

namespace gimlet::schema {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

std::optional<Type> type_named(std::string_view name) {
  if (name == "null") return Type::null;
  if (name == "boolean") return Type::boolean;
  if (name == "number") return Type::number;
  if (name == "integer") return Type::integer;
  if (name == "string") return Type::string;
  if (name == "array") return Type::array;
  if (name == "object") return Type::object;
  return std::nullopt;
}

std::vector<std::string_view> texts_of(const Document& list) {
  std::vector<std::string_view> texts;
  texts.reserve(list.items.size());
  for (const Document& item : list.items) {
    if (item.is_string()) texts.push_back(item.text);
  }
  return texts;
}

}  // namespace

// Reads the keywords of one schema. They are of the right types: the meta-schema has seen to that.
class Compiler::Keywords {
 public:
  Keywords(Compiler& compiler, const Resource& resource, const Document& document, Schema& schema)
      : compiler_(compiler), resource_(resource), document_(document), initials_(document), schema_(schema) {}

  void read() {
    schema_.ref = reference("$ref");
    // Before 2019-09 nothing counts beside $ref.
    if (before(2019) && schema_.ref != nullptr) return;
    read_applicators();
    read_validation();
    read_numbers();
    read_format();
    if (!before(6)) read_since_6();
    if (!before(7)) read_since_7();
    if (!before(2019)) read_since_2019();
    if (!before(2020)) read_since_2020();
  }

 private:
  [[nodiscard]] bool before(int version) const { return resource_.draft->is_before(version); }

  [[nodiscard]] const Document* find(std::string_view keyword) const {
    return initials_.may_have(keyword) ? document_.find(keyword) : nullptr;
  }
  [[nodiscard]] const Document* find(std::string_view keyword, Document::Kind kind) const {
    const Document* const value = find(keyword);
    return value != nullptr && value->kind == kind ? value : nullptr;
  }

  const Schema* at(std::string_view keyword, const Document& document) {
    return compiler_.schema_at({schema_.location.root, below(keyword)}, &document);
  }
  const Schema* at(std::string_view keyword, std::string_view name, const Document& document) {
    std::string pointer = below(keyword);
    pointer += '/';
    pointer += escape_segment(name);
    return compiler_.schema_at({schema_.location.root, std::move(pointer)}, &document);
  }
  [[nodiscard]] std::string below(std::string_view keyword) const {
    std::string pointer;
    pointer.reserve(schema_.location.pointer.size() + keyword.size() + 16);
    pointer += schema_.location.pointer;
    pointer += '/';
    pointer += keyword;
    return pointer;
  }

  const Schema* reference(std::string_view keyword) {
    const Document* const text = find(keyword, Document::Kind::string);
    if (text == nullptr) return nullptr;
    return compiler_.schema_at(compiler_.roots_.resolve(*schema_.location.root, resource_, text->text));
  }

  const Schema* one(std::string_view keyword) {
    const Document* const value = find(keyword);
    return value == nullptr ? nullptr : at(keyword, *value);
  }

  std::vector<const Schema*> list(std::string_view keyword) {
    std::vector<const Schema*> schemas;
    const Document* const value = find(keyword, Document::Kind::array);
    for (std::size_t i = 0; value != nullptr && i < value->items.size(); ++i) {
      schemas.push_back(at(keyword, std::to_string(i), value->items[i]));
    }
    return schemas;
  }

  Additional additional(std::string_view keyword) {
    if (const Document* value = find(keyword, Document::Kind::boolean); value != nullptr)
      return value->boolean;
    if (const Schema* schema = one(keyword); schema != nullptr) return schema;
    return {};
  }

  [[nodiscard]] bool flag(std::string_view keyword) const {
    const Document* const value = find(keyword, Document::Kind::boolean);
    return value != nullptr && value->boolean;
  }

  [[nodiscard]] std::string_view text(std::string_view keyword) const {
    const Document* const value = find(keyword, Document::Kind::string);
    return value == nullptr ? "" : value->text;
  }

  [[nodiscard]] std::optional<Decimal> number(std::string_view keyword) const {
    const Document* const value = find(keyword, Document::Kind::number);
    return value == nullptr ? std::nullopt : Decimal::parse(value->text);
  }

  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view keyword) const {
    const std::optional<Decimal> value = number(keyword);
    if (!value || !value->is_integer()) return std::nullopt;
    constexpr double largest = 9e18;
    return static_cast<std::int64_t>(std::min(value->to_double(), largest));
  }

  Pattern pattern(std::string_view keyword, std::string_view text) const {
    try {
      std::string owned(text);
      return {owned, go::Regexp(owned)};
    } catch (const Error& error) {
      const std::string place = location_text(schema_.location.root->url, below(keyword));
      fail(fmt::format("invalid regex {} at {}: {}", go::quote(text), go::quote(place), error.message()));
    }
  }

  void read_applicators() {
    schema_.all_of = list("allOf");
    schema_.any_of = list("anyOf");
    schema_.one_of = list("oneOf");
    schema_.negated = one("not");
    if (before(2020)) read_old_items();
    if (const Document* map = find("properties", Document::Kind::object); map != nullptr) {
      schema_.properties.reserve(map->members.size());
      for (const Member& member : map->members) {
        schema_.properties.emplace_back(member.name, at("properties", member.name, member.value));
      }
    }
    if (const Document* map = find("patternProperties", Document::Kind::object); map != nullptr) {
      for (const Member& member : map->members) {
        schema_.pattern_properties.emplace_back(pattern("patternProperties", member.name),
                                                at("patternProperties", member.name, member.value));
      }
    }
    schema_.additional_properties = additional("additionalProperties");
    if (const Document* map = find("dependencies", Document::Kind::object); map != nullptr) {
      for (const auto& [name, value] : map->members) {
        schema_.dependencies[name] =
            value.is_array() ? Dependency(texts_of(value)) : Dependency(at("dependencies", name, value));
      }
    }
  }

  void read_old_items() {
    const Document* const items = find("items");
    if (items == nullptr) return;
    if (items->is_array()) {
      schema_.first_items = list("items");
      schema_.additional_items = additional("additionalItems");
    } else {
      schema_.items = at("items", *items);
    }
  }

  void read_validation() {
    if (const Document* type = find("type"); type != nullptr) {
      for (const std::string_view name : type->is_string() ? std::vector{type->text} : texts_of(*type)) {
        if (const auto found = type_named(name)) schema_.types.insert(*found);
      }
    }
    schema_.choices = find("enum", Document::Kind::array);
    schema_.min_length = integer("minLength");
    schema_.max_length = integer("maxLength");
    if (const Document* value = find("pattern", Document::Kind::string); value != nullptr) {
      schema_.pattern = pattern("pattern", value->text);
    }
    schema_.min_items = integer("minItems");
    schema_.max_items = integer("maxItems");
    schema_.unique_items = flag("uniqueItems");
    schema_.min_properties = integer("minProperties");
    schema_.max_properties = integer("maxProperties");
    if (const Document* names = find("required", Document::Kind::array); names != nullptr) {
      schema_.required = texts_of(*names);
    }
  }

  // In draft 4 the exclusive bounds are flags.
  void read_numbers() {
    schema_.multiple_of = number("multipleOf");
    schema_.minimum = number("minimum");
    schema_.exclusive_minimum = number("exclusiveMinimum");
    if (flag("exclusiveMinimum")) std::swap(schema_.minimum, schema_.exclusive_minimum);
    schema_.maximum = number("maximum");
    schema_.exclusive_maximum = number("exclusiveMaximum");
    if (flag("exclusiveMaximum")) std::swap(schema_.maximum, schema_.exclusive_maximum);
  }

  void read_format() {
    if (before(2019) || compiler_.formats_ == Formats::always) schema_.format = find_format(text("format"));
  }

  void read_since_6() {
    schema_.contains = one("contains");
    schema_.property_names = one("propertyNames");
    schema_.constant = find("const");
  }

  void read_since_7() {
    schema_.condition = one("if");
    if (schema_.condition == nullptr) return;
    // A branch that is never taken need not be right.
    const Document* const fixed = find("if", Document::Kind::boolean);
    if (fixed == nullptr || fixed->boolean) schema_.then_schema = one("then");
    if (fixed == nullptr || !fixed->boolean) schema_.else_schema = one("else");
  }

  void read_since_2019() {
    schema_.recursive_ref = reference("$recursiveRef");
    schema_.recursive_anchor = flag("$recursiveAnchor");
    if (schema_.contains != nullptr) {
      schema_.min_contains = integer("minContains");
      schema_.max_contains = integer("maxContains");
    }
    if (const Document* map = find("dependentRequired", Document::Kind::object); map != nullptr) {
      for (const Member& member : map->members)
        schema_.dependent_required[member.name] = texts_of(member.value);
    }
    if (const Document* map = find("dependentSchemas", Document::Kind::object); map != nullptr) {
      for (const Member& member : map->members) {
        schema_.dependent_schemas[member.name] = at("dependentSchemas", member.name, member.value);
      }
    }
    schema_.unevaluated_items = one("unevaluatedItems");
    schema_.unevaluated_properties = one("unevaluatedProperties");
  }

  void read_since_2020() {
    schema_.dynamic_ref = reference("$dynamicRef");
    if (schema_.dynamic_ref != nullptr) {
      const std::string fragment = go::unescape_path(go::split_url(text("$dynamicRef")).fragment);
      if (!fragment.starts_with('/')) schema_.dynamic_ref_anchor = fragment;
    }
    schema_.dynamic_anchor = text("$dynamicAnchor");
    schema_.first_items = list("prefixItems");
    schema_.items = one("items");
  }

  Compiler& compiler_;
  const Resource& resource_;
  const Document& document_;
  Initials initials_;
  Schema& schema_;
};

const Schema* Compiler::schema_at(Location location) {
  const Document* const document = location.root->find(location.pointer);
  return schema_at(std::move(location), document);
}

const Schema* Compiler::schema_at(Location location, const Document* document) {
  Schema*& known = known_[document];
  // Each that is not to be found is one of its own.
  if (known == nullptr || document == nullptr) {
    known = &schemas_.emplace_back();
    known->location = std::move(location);
    queue_.emplace_back(known, document);
  }
  return known;
}

const Schema& Compiler::compile(const std::string& url) {
  const Root& root = roots_.root(url);
  const Schema* const schema = schema_at({&root, ""}, &root.document);
  while (!queue_.empty()) {
    const auto [next, document] = queue_.back();
    queue_.pop_back();
    compile(*next, roots_.schema_at(next->location, document));
  }
  return *schema;
}

void Compiler::compile(Schema& schema, const Document& document) {
  const Root& root = *schema.location.root;
  const Resource& resource = root.resource_of(schema.location.pointer);
  schema.draft = resource.draft;
  schema.resource = schema_at({&root, resource.pointer});
  compile_anchors(resource, schema);
  if (document.is_bool()) schema.truth = document.boolean;
  if (document.is_object() && document.members.empty()) schema.truth = true;
  if (document.is_object() && !document.members.empty()) {
    Keywords(*this, resource, document, schema).read();
  }
  schema.evaluates_all_properties = !std::holds_alternative<std::monostate>(schema.additional_properties);
  schema.evaluates_all_items =
      schema.items != nullptr || !std::holds_alternative<std::monostate>(schema.additional_items);
  schema.evaluated_items = schema.first_items.size();
}

void Compiler::compile_anchors(const Resource& resource, Schema& schema) {
  if (resource.draft->is_before(2020) || resource.pointer != schema.location.pointer) return;
  for (const std::string& name : resource.dynamic_anchors) {
    schema.dynamic_anchors[name] = schema_at({schema.location.root, resource.anchors.find(name)->second});
  }
}

}  // namespace gimlet::schema

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/value/format.hpp"
#include "core/yaml/event.hpp"
#include "core/yaml/scalar.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::yaml {
namespace {

// A part of the document as its parent takes it.
struct Part {
  Value value;
  bool merge_key = false;  // a plain <<
  bool alias = false;
};

// A collection that is being read.
struct Frame {
  Value container;
  std::string anchor;
  std::string key;
  bool has_key = false;
  bool merges = false;  // the key is <<
  bool null_key = false;
  int key_line = 0;
  int key_column = 0;
};

struct Anchor {
  Value value;
  bool open = true;  // its node has not ended yet
};

// Builds one document's value out of events (as handle_document() hands them over), with a stack of its own
// instead of recursion.
class Builder {
 public:
  explicit Builder(const ReadOptions& options) : options_(options) {}

  void scalar(const Event& event) {
    stand_at(event);
    const Scalar scalar{event.text, event.tag, event.plain};
    check_tag(scalar.tag, scalar.text);
    Part part;
    part.value = here("yaml: ", [&] { return scalar_value(scalar); });
    if (options_.exact_integers && part.value.is_float() && is_integer_text(scalar)) {
      fail_exact(scalar.text);
    }
    part.merge_key = scalar.text == "<<" && (scalar.plain || scalar.tag == "tag:yaml.org,2002:merge");
    count(1);
    if (!event.anchor.empty()) anchors_[std::string(event.anchor)] = {part.value, false};
    add(std::move(part));
  }

  void alias(const Event& event) {
    stand_at(event);
    const std::string name(event.anchor);
    const auto anchor = anchors_.find(name);
    if (anchor == anchors_.end()) fail(fmt::format("unknown anchor '{}' referenced", name));
    if (anchor->second.open) fail(fmt::format("anchor '{}' value contains itself", name));
    count(1);
    add({copy(anchor->second.value, depth()), false, true});
  }

  void begin(const Event& event) {
    stand_at(event);
    check_tag(event.tag, "");
    if (depth() >= options_.max_depth) fail_depth();
    if (!stack_.empty() && stack_.back().container.is_map() && !stack_.back().has_key) {
      fail("invalid map key: a collection cannot be a key");
    }
    count(1);
    Value container = event.kind == Event::Kind::list_start ? Value::list() : Value::map();
    if (!event.anchor.empty()) anchors_[std::string(event.anchor)] = {container, true};
    stack_.push_back({std::move(container), std::string(event.anchor), {}, false, false});
  }

  void end(const Event& event) {
    stand_at(event);
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (!frame.anchor.empty()) {
      // An anchor inside may have taken the name over.
      Anchor& anchor = anchors_[frame.anchor];
      if (anchor.open) anchor = {frame.container, false};
    }
    add({std::move(frame.container), false, false});
  }

  Value take() { return std::move(root_); }

 private:
  [[noreturn]] void fail(const std::string& message, const std::string& hint = {}) const {
    fail_with(message, "yaml: " + message, hint);
  }

  [[noreturn]] void fail_with(const std::string& message, const std::string& go_message,
                              const std::string& hint = {}) const {
    SyntaxError error(message, go_message);
    error.at({options_.source, line_, column_}).hint(hint);
    throw error;
    // returns the base
  }

  // Runs what throws an Error without a position and adds the event's.
  template <class Fn>
  auto here(std::string_view go_prefix, Fn&& fn) const -> decltype(fn()) {
    try {
      return fn();
    } catch (const SyntaxError&) {
      throw;
    } catch (const Error& error) {
      fail_with(error.message(), std::string(go_prefix) + error.message());
    }
  }

  void stand_at(const Event& event) {
    line_ = event.line;
    column_ = event.column;
  }

  void check_tag(std::string_view tag, std::string_view text) const {
    if (!options_.refuse_local_tags || tag.empty() || tag == "!" || tag.starts_with(core_tag_prefix)) return;
    const std::string whole = std::string(tag) + (text.empty() ? "" : " ") + std::string(text);
    fail(fmt::format("{} is a YAML tag, not text, and leaves the value {}", tag,
                     text.empty() ? "empty" : fmt::format("\"{}\"", text)),
         fmt::format("quote the value: \"{}\"", whole));
  }

  // Aliases are copies: what a template sets in one must not show in the other.
  Value copy(const Value& value, int depth) {
    count(1);
    ++alias_nodes_;
    check_aliases();
    if (!value.is_list() && !value.is_map()) return value;
    if (depth >= options_.max_depth) fail_depth();
    if (value.is_list()) {
      Value list = Value::list();
      for (const auto& item : value.as_list().items) list.as_list().items.push_back(copy(item, depth + 1));
      return list;
    }
    Value map = Value::map();
    auto& entries = map.as_map().entries;
    for (const auto& [key, item] : value.as_map().entries) {
      count(1);
      ++alias_nodes_;
      entries.emplace_hint(entries.end(), key, copy(item, depth + 1));
    }
    return map;
  }

  void add(Part part) {
    if (stack_.empty()) {
      root_ = finished(std::move(part.value));
      return;
    }
    Frame& parent = stack_.back();
    if (parent.container.is_list()) {
      parent.container.as_list().items.push_back(finished(std::move(part.value)));
    } else if (!parent.has_key) {
      parent.has_key = true;
      parent.merges = part.merge_key;
      parent.null_key = part.value.is_nil() && !parent.merges;
      parent.key_line = line_;
      parent.key_column = column_;
      if (!parent.merges && !parent.null_key) parent.key = key_of(part);
    } else if (parent.null_key) {
      line_ = parent.key_line;
      column_ = parent.key_column;
      fail_null_key(part.value);
    } else {
      parent.has_key = false;
      if (parent.merges) {
        merge(parent.container.as_map(), part);
      } else {
        parent.container.as_map().entries.insert_or_assign(std::move(parent.key),
                                                           finished(std::move(part.value)));
        parent.key.clear();
      }
    }
  }

  [[noreturn]] void fail_null_key(const Value& value) const {
    const std::array<Value, 1> operands{value};
    const std::string shown = value.is_nil() ? "<nil>" : format_printf("%#v", operands);
    fail_with("unsupported map key of type null",
              "unsupported map key of type: %!s(<nil>), key: <nil>, value: " + shown);
  }

  std::string key_of(const Part& part) const {
    if (part.value.is_list() || part.value.is_map()) fail("invalid map key: a collection cannot be a key");
    const bool is_uint64 = part.value.is_int() && part.value.as_int().type == IntType::uint64;
    if (is_uint64 && options_.exact_integers) {
      fail_exact(std::to_string(static_cast<std::uint64_t>(part.value.as_int().value)));
    }
    return here("", [&] { return key_text(part.value); });
  }

  // The value of << : a map, or a list of maps of which earlier ones win. As in go-yaml v2 it replaces keys
  // that stand before it and is overridden by those after it.
  void merge(Map& into, const Part& part) const {
    if (part.value.is_map()) {
      merge_map(into, part.value);
    } else if (part.value.is_list() && !part.alias) {
      const auto& sources = part.value.as_list().items;
      std::for_each(sources.rbegin(), sources.rend(), [&](const Value& source) { merge_map(into, source); });
    } else {
      fail("map merge requires map or sequence of maps as the value");
    }
  }

  void merge_map(Map& into, const Value& from) const {
    if (!from.is_map()) fail("map merge requires map or sequence of maps as the value");
    for (const auto& [key, value] : from.as_map().entries) into.entries.insert_or_assign(key, value);
  }

  // A value as the document's reader wants it.
  Value finished(Value value) const {
    const bool is_uint64 = value.is_int() && value.as_int().type == IntType::uint64;
    if (is_uint64 && options_.exact_integers) return value;
    if (is_uint64) return static_cast<double>(static_cast<std::uint64_t>(value.as_int().value));
    if (options_.numbers == Numbers::typed) return value;
    if (value.is_int()) return static_cast<double>(value.as_int().value);
    if (value.is_float() && !std::isfinite(value.as_float())) {
      const std::string message = "json: unsupported value: " + go::format_float(value.as_float());
      fail_with(message, message);
    }
    return value;
  }

  void count(std::size_t nodes) {
    nodes_ += nodes;
    if (nodes_ > options_.max_nodes) {
      fail(fmt::format("the document has more than {} nodes", options_.max_nodes));
    }
  }

  void check_aliases() const {
    if (has_excessive_aliases(alias_nodes_, nodes_)) fail("document contains excessive aliasing");
  }

  [[nodiscard]] int depth() const { return static_cast<int>(stack_.size()); }

  // "-12", "1_000": what is an integer, of whatever size.
  static bool is_integer_text(const Scalar& scalar) {
    const std::string_view digits = scalar.text.substr(scalar.text.find_first_of("-+") == 0 ? 1 : 0);
    return scalar.plain && scalar.tag.empty() &&
           digits.find_first_not_of("0123456789_") == std::string_view::npos;
  }

  [[noreturn]] void fail_exact(std::string_view integer) const {
    fail(fmt::format("the integer {} has more than 64 bits: quote it to keep it as a text",
                     integer.substr(0, 60)));
  }

  [[noreturn]] void fail_depth() const {
    fail(fmt::format("nested deeper than {} levels", options_.max_depth));
  }

  const ReadOptions& options_;
  std::vector<Frame> stack_;
  std::unordered_map<std::string, Anchor> anchors_;
  Value root_;
  int line_ = 0;  // of the event
  int column_ = 0;
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;
};

Value read_document(EventReader& events, const ReadOptions& options) {
  Builder builder(options);
  handle_document(events, builder);
  return builder.take();
}

}  // namespace

Value read(std::string_view text, const ReadOptions& options) {
  EventReader events(text, options);
  return events.next_document() ? read_document(events, options) : Value();
}

std::vector<Value> read_all(std::string_view text, const ReadOptions& options) {
  EventReader events(text, options);
  std::vector<Value> documents;
  while (events.next_document()) documents.push_back(read_document(events, options));
  return documents;
}

}  // namespace gimlet::yaml

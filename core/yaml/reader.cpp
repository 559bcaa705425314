#include <array>
#include <cmath>
#include <memory>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <yaml.h>

#include "core/value/format.hpp"
#include "core/value/strconv.hpp"
#include "core/yaml/scalar.hpp"
#include "core/yaml/yaml.hpp"

namespace gimlet::yaml {
namespace {

int as_int(std::size_t number) {
  return static_cast<int>(number);
}

Position position_of(const std::string& source, const yaml_mark_t& mark) {
  return {source, as_int(mark.line) + 1, as_int(mark.column) + 1};
}

Position position_of_offset(const std::string& source, std::string_view text, std::size_t offset) {
  Position position{source, 1, 1};
  for (const char c : text.substr(0, offset)) {
    const bool continuation = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if (!continuation) {
      ++position.column;
    }
  }
  return position;
}

std::string_view view(const yaml_char_t* text) {
  // libyaml's strings are unsigned char.
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// One of libyaml's events, owned.
class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event_); }
  yaml_event_t* operator->() { return &event_; }
  yaml_event_t* get() { return &event_; }

 private:
  yaml_event_t event_{};
};

// libyaml's parser over a text that outlives it.
class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : text_(text), source_(source) {
    if (yaml_parser_initialize(&parser_) == 0) throw Error(ErrorCode::failed, "out of memory");
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&parser_); }

  void next(Event& event) {
    if (yaml_parser_parse(&parser_, event.get()) == 0) fail();
  }

 private:
  [[noreturn]] void fail() const {
    const std::string problem = parser_.problem == nullptr ? "not valid YAML" : parser_.problem;
    std::string message = problem;
    if (parser_.context != nullptr) message += fmt::format(", {}", parser_.context);
    if (parser_.context != nullptr && parser_.context_mark.line != parser_.problem_mark.line) {
      message += fmt::format(" that begins in line {}", parser_.context_mark.line + 1);
    }
    SyntaxError error("not valid YAML: " + message, go_message(problem));
    error.at(parser_.error == YAML_READER_ERROR ? position_of_offset(source_, text_, parser_.problem_offset)
                                                : position_of(source_, parser_.problem_mark));
    throw error;
    // returns the base
  }

  // go-yaml counts lines from 0 and leaves 0 out; for what the scanner found it counts from 1.
  [[nodiscard]] std::string go_message(const std::string& problem) const {
    std::size_t line = parser_.problem_mark.line;
    if (line != 0) {
      if (parser_.error == YAML_SCANNER_ERROR) ++line;
    } else {
      line = parser_.context_mark.line;
    }
    return line == 0 ? "yaml: " + problem : fmt::format("yaml: line {}: {}", line, problem);
  }

  yaml_parser_t parser_{};
  std::string_view text_;
  const std::string& source_;
};

// A node as its parent takes it.
struct Node {
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
  yaml_mark_t key_mark{};
};

struct Anchor {
  Value value;
  bool open = true;  // its node has not ended yet
};

// How much of a document may come from aliases, as go-yaml v2.4 has it: nearly all of a small one, a tenth of
// a large.
double allowed_alias_share(std::size_t nodes) {
  constexpr double small = 400'000;
  constexpr double large = 4'000'000;
  constexpr double small_share = 0.99;
  constexpr double large_share = 0.10;
  const auto count = static_cast<double>(nodes);
  if (count <= small) return small_share;
  if (count >= large) return large_share;
  return small_share - (small_share - large_share) * (count - small) / (large - small);
}

// Builds one document's value out of events, with a stack of its own instead of recursion.
class Builder {
 public:
  explicit Builder(const ReadOptions& options) : options_(options) {}

  // Takes events up to the document's end.
  Value document(Parser& parser) {
    for (;;) {
      Event event;
      parser.next(event);
      mark_ = event->start_mark;
      switch (event->type) {
        case YAML_SCALAR_EVENT:
          scalar(*event.get());
          break;
        case YAML_ALIAS_EVENT:
          alias(std::string(view(event->data.alias.anchor)));
          break;
        case YAML_SEQUENCE_START_EVENT:
          begin(Value::list(), view(event->data.sequence_start.anchor), view(event->data.sequence_start.tag));
          break;
        case YAML_MAPPING_START_EVENT:
          begin(Value::map(), view(event->data.mapping_start.anchor), view(event->data.mapping_start.tag));
          break;
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
          end();
          break;
        case YAML_DOCUMENT_END_EVENT:
          return std::move(root_);
        default:
          break;
      }
    }
  }

 private:
  [[noreturn]] void fail(const std::string& message, const std::string& hint = {}) const {
    fail_with(message, "yaml: " + message, hint);
  }

  [[noreturn]] void fail_with(const std::string& message, const std::string& go_message,
                              const std::string& hint = {}) const {
    SyntaxError error(message, go_message);
    error.at(position_of(options_.source, mark_)).hint(hint);
    throw error;
    // returns the base
  }

  // Runs what throws an Error without a position and adds the event's.
  template <class Fn>
  auto here(std::string_view go_prefix, Fn&& fn) const {
    try {
      return fn();
    } catch (const SyntaxError&) {
      throw;
    } catch (const Error& error) {
      fail_with(error.message(), std::string(go_prefix) + error.message());
    }
  }

  void scalar(const yaml_event_t& event) {
    const auto& data = event.data.scalar;
    Scalar scalar;
    scalar.text = {reinterpret_cast<const char*>(data.value), data.length};
    scalar.tag = view(data.tag);
    scalar.plain = scalar.tag.empty() && data.plain_implicit != 0;
    check_tag(scalar.tag, scalar.text);
    Node node;
    node.value = here("yaml: ", [&] { return scalar_value(scalar); });
    node.merge_key = scalar.text == "<<" && (scalar.plain || scalar.tag == "tag:yaml.org,2002:merge");
    count(1);
    const std::string_view anchor = view(data.anchor);
    if (!anchor.empty()) anchors_[std::string(anchor)] = {node.value, false};
    add(std::move(node));
  }

  void check_tag(std::string_view tag, std::string_view text) const {
    if (!options_.refuse_local_tags || tag.empty() || tag == "!" || tag.starts_with(core_tag_prefix)) return;
    const std::string whole = std::string(tag) + (text.empty() ? "" : " ") + std::string(text);
    fail(fmt::format("{} is a YAML tag, not text, and leaves the value {}", tag,
                     text.empty() ? "empty" : fmt::format("\"{}\"", text)),
         fmt::format("quote the value: \"{}\"", whole));
  }

  void begin(Value container, std::string_view anchor, std::string_view tag) {
    check_tag(tag, "");
    if (as_int(stack_.size()) >= options_.max_depth) fail_depth();
    if (!stack_.empty() && stack_.back().container.is_map() && !stack_.back().has_key) {
      fail("invalid map key: a collection cannot be a key");
    }
    count(1);
    if (!anchor.empty()) anchors_[std::string(anchor)] = {container, true};
    stack_.push_back({std::move(container), std::string(anchor), {}, false, false});
  }

  void end() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (!frame.anchor.empty()) {
      // An anchor inside may have taken the name over.
      Anchor& anchor = anchors_[frame.anchor];
      if (anchor.open) anchor = {frame.container, false};
    }
    add({std::move(frame.container), false, false});
  }

  void alias(const std::string& name) {
    const auto anchor = anchors_.find(name);
    if (anchor == anchors_.end()) fail(fmt::format("unknown anchor '{}' referenced", name));
    if (anchor->second.open) fail(fmt::format("anchor '{}' value contains itself", name));
    count(1);
    add({copy(anchor->second.value, as_int(stack_.size())), false, true});
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

  void add(Node node) {
    if (stack_.empty()) {
      root_ = finished(std::move(node.value));
      return;
    }
    Frame& parent = stack_.back();
    if (parent.container.is_list()) {
      parent.container.as_list().items.push_back(finished(std::move(node.value)));
    } else if (!parent.has_key) {
      parent.has_key = true;
      parent.merges = node.merge_key;
      parent.null_key = node.value.is_nil() && !parent.merges;
      parent.key_mark = mark_;
      if (!parent.merges && !parent.null_key) parent.key = key_of(node);
    } else if (parent.null_key) {
      mark_ = parent.key_mark;
      fail_null_key(node.value);
    } else {
      parent.has_key = false;
      if (parent.merges) {
        merge(parent.container.as_map(), node);
      } else {
        parent.container.as_map().entries.insert_or_assign(std::move(parent.key),
                                                           finished(std::move(node.value)));
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

  std::string key_of(const Node& node) const {
    if (node.value.is_list() || node.value.is_map()) fail("invalid map key: a collection cannot be a key");
    return here("", [&] { return key_text(node.value); });
  }

  // The value of << : a map, or a list of maps of which earlier ones win. As in go-yaml v2 it replaces keys
  // that stand before it and is overridden by those after it.
  void merge(Map& into, const Node& node) const {
    if (node.value.is_map()) {
      merge_map(into, node.value);
    } else if (node.value.is_list() && !node.alias) {
      const auto& sources = node.value.as_list().items;
      for (auto source = sources.rbegin(); source != sources.rend(); ++source) merge_map(into, *source);
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
    if (is_uint64) return static_cast<double>(static_cast<std::uint64_t>(value.as_int().value));
    if (options_.numbers == Numbers::typed) return value;
    if (value.is_int()) return static_cast<double>(value.as_int().value);
    if (value.is_float() && !std::isfinite(value.as_float())) {
      const std::string message = "json: unsupported value: " + format_float(value.as_float());
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
    constexpr std::size_t few_nodes = 1000;
    constexpr std::size_t few_aliases = 100;
    if (alias_nodes_ <= few_aliases || nodes_ <= few_nodes) return;
    if (static_cast<double>(alias_nodes_) / static_cast<double>(nodes_) > allowed_alias_share(nodes_)) {
      fail("document contains excessive aliasing");
    }
  }

  [[noreturn]] void fail_depth() const {
    fail(fmt::format("nested deeper than {} levels", options_.max_depth));
  }

  const ReadOptions& options_;
  std::vector<Frame> stack_;
  std::unordered_map<std::string, Anchor> anchors_;
  Value root_;
  yaml_mark_t mark_{};
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;
};

void check_size(std::string_view text, const ReadOptions& options) {
  if (text.size() <= options.max_bytes) return;
  const std::string message =
      fmt::format("the document has {} bytes, more than the limit of {}", text.size(), options.max_bytes);
  SyntaxError error(message, "yaml: " + message);
  error.at({options.source});
  throw error;
  // the base
}

// The next document's value; false at the stream's end.
bool next_document(Parser& parser, const ReadOptions& options, Value& value) {
  for (;;) {
    Event event;
    parser.next(event);
    if (event->type == YAML_STREAM_END_EVENT) return false;
    if (event->type == YAML_DOCUMENT_START_EVENT) break;
  }
  value = Builder(options).document(parser);
  return true;
}

}  // namespace

Value read(std::string_view text, const ReadOptions& options) {
  check_size(text, options);
  Parser parser(text, options.source);
  Value value;
  next_document(parser, options, value);
  return value;
}

std::vector<Value> read_all(std::string_view text, const ReadOptions& options) {
  check_size(text, options);
  Parser parser(text, options.source);
  std::vector<Value> documents;
  for (Value value; next_document(parser, options, value); value = {}) documents.push_back(std::move(value));
  return documents;
}

}  // namespace gimlet::yaml

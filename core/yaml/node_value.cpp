#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "core/go/strconv.hpp"
#include "core/util/encoding.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/yaml/node.hpp"
#include "core/yaml/node_tag.hpp"
#include "core/yaml/number_text.hpp"
#include "core/yaml/resolve.hpp"
#include "core/yaml/scalar.hpp"
#include "core/yaml/scalar_style.hpp"

namespace gimlet::yaml {
namespace {

[[noreturn]] void fail(const std::string& message, const std::string& hint = {}) {
  throw Error(ErrorCode::bad_input, message).hint(hint);
}

bool is_resolvable(std::string_view tag) {
  constexpr std::array<std::string_view, 5> tags{"!!bool", "!!int", "!!float", "!!null", "!!timestamp"};
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// A scalar of a tag that plain scalars can have, too.
Value of_tag(std::string_view tag, const std::string& text) {
  Resolved resolved = resolve_plain(text, Dialect::v3);
  const std::string_view found = tag_of(resolved.kind);
  if (resolved.kind == Resolved::Kind::floating && !std::isfinite(resolved.floating)) {
    fail("json: unsupported value: " + go::format_float(resolved.floating));
  }
  if (found == tag) {
    return resolved.kind == Resolved::Kind::timestamp ? Value(format_timestamp(text))
                                                      : resolved_value(resolved, text);
  }
  if (tag == "!!float" && resolved.kind == Resolved::Kind::integer)
    return static_cast<double>(resolved.integer);
  fail(fmt::format("yaml: cannot decode {} `{}` as a {}", found, printable_line(text), tag));
}

Value scalar_value(const Node& node, bool in_flow) {
  const std::string_view tag = tag_read_again(node, in_flow);
  if (is_resolvable(tag)) return of_tag(tag, node.text);
  if (tag != "!!binary") return text_read_again(node, in_flow);
  Decoded decoded = base64_decode(node.text);
  if (decoded.bad_at) fail("yaml: !!binary value contains invalid base64 data");
  return decoded.bytes;
}

// Builds the value of a document.
class Decoder {
 public:
  Value value(const Node& node, bool in_flow, bool root) {
    in_flow = in_flow || node.flow;
    switch (node.kind) {
      case Node::Kind::scalar:
        return scalar_value(node, in_flow);
      case Node::Kind::map:
        return map(node, in_flow, root);
      case Node::Kind::list:
        break;
    }
    Value list = Value::list();
    list.as_list().items.reserve(node.items.size());
    for (const Node* item : node.items) list.as_list().items.push_back(value(*item, in_flow, false));
    return list;
  }

 private:
  Value map(const Node& node, bool in_flow, bool root) {
    Value map = Value::map();
    std::unordered_set<std::string_view> seen;
    for (const Entry& entry : node.entries) {
      if (!seen.insert(entry.key->text).second) {
        fail(fmt::format("the key \"{}\" stands twice in one map", printable_line(entry.key->text)));
      }
      if (root && tag_read_again(*entry.key, in_flow) == "!!null") continue;
      map.as_map().entries.insert_or_assign(key(*entry.key, in_flow, root),
                                            value(*entry.value, in_flow, false));
    }
    return map;
  }

  static std::string key(const Node& key, bool in_flow, bool root) {
    if (key.kind != Node::Kind::scalar) fail("yaml: invalid map key: a collection cannot be a key");
    const bool is_string = key.text.empty() || tag_read_again(key, in_flow) == "!!str";
    if (!root && !is_string) {
      const std::string shown = printable_line(key.text);
      fail(fmt::format("the key {} is no string", shown), fmt::format("quote it: \"{}\"", shown));
    }
    return key.text;
  }
};

std::string scalar_text(const Value& value, FloatText floats) {
  if (value.is_nil()) return "null";
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_float()) {
    return floats == FloatText::json ? format_float_json(value.as_float())
                                     : go::format_float(value.as_float());
  }
  if (!value.is_int()) return value.as_string();
  const Integer& integer = value.as_int();
  return integer.type == IntType::uint64 ? std::to_string(static_cast<std::uint64_t>(integer.value))
                                         : std::to_string(integer.value);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// The lines of a folded block as yaml.v3 writes them. It should write two line breaks between two lines that
// are not indented, but looks at the text's beginning to find out.
std::string write_folded(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\n');
  const bool begins_blank = first == std::string_view::npos || is_blank(text[first]);
  std::string lines;
  bool at_line_start = true;
  bool indented = true;
  for (const char c : text) {
    if (c == '\n') {
      if (!at_line_start && !indented && !begins_blank) lines += '\n';
      lines += '\n';
      at_line_start = true;
      continue;
    }
    if (at_line_start) indented = is_blank(c);
    lines += c;
    at_line_start = false;
  }
  return lines;
}

// What a folded block of these lines reads as that was written for a text.
std::string read_folded(const std::string& lines, std::string_view original) {
  std::string text;
  std::string breaks;  // after the line that was read last
  bool after_indented = true;
  for (const std::string& line : split(lines, '\n')) {
    if (!line.empty()) {
      const bool fold = !after_indented && !is_blank(line[0]) && !breaks.empty();
      if (!fold) {
        text += breaks;
      } else {
        text += breaks.size() == 1 ? " " : breaks.substr(1);
      }
      breaks.clear();
      text += line;
      after_indented = is_blank(line[0]);
    }
    breaks += '\n';
  }
  breaks.pop_back();  // what is behind the last one is no line
  // The block says whether it ends in no line break, in one, or in all that follow.
  if (!original.ends_with('\n')) return text;
  const bool ends_once = original.size() > 1 && original[original.size() - 2] != '\n';
  return text + (ends_once ? "\n" : breaks);
}

Node string_node(const std::string& text) {
  Node node;
  node.tag = "!!str";
  node.text = text;
  node.writing = Writing::quoted;
  return node;
}

}  // namespace

std::string_view plain_tag(std::string_view text) {
  return text == "<<" ? "!!merge" : tag_of(resolve_plain(text, Dialect::v3).kind);
}

std::string_view tag_read_again(const Node& scalar, bool in_flow) {
  if (scalar.tag == "!!str" || (scalar.tagged && !scalar.tag.empty())) return scalar.tag;
  const std::string_view plain = plain_tag(scalar.text);
  if (!scalar.tag.empty() && scalar.tag != plain) return scalar.tag;  // has to be written out
  const bool needs_quotes = scalar.text.find('\n') != std::string::npos ||
                            (in_flow && (scalar.text.empty() || scalar.text.find(':') != std::string::npos));
  return scalar.writing != Writing::plain || needs_quotes ? "!!str" : plain;
}

std::string text_read_again(const Node& scalar, bool in_flow) {
  const bool as_block = scalar.writing == Writing::folded && !in_flow && is_block_allowed(scalar.text);
  return as_block ? read_folded(write_folded(scalar.text), scalar.text) : scalar.text;
}

Value node_value(const Node& root) {
  return Decoder().value(root, false, true);
}

Node* make_node(const Value& value, NodePool& pool, FloatText floats) {
  Node node;
  if (value.is_list()) {
    node.kind = Node::Kind::list;
    node.tag = "!!seq";
    for (const auto& item : value.as_list().items) node.items.push_back(make_node(item, pool, floats));
  } else if (value.is_map()) {
    node.kind = Node::Kind::map;
    node.tag = "!!map";
    for (const auto& [key, item] : value.as_map().entries) {
      node.entries.push_back({pool.add(string_node(key)), make_node(item, pool, floats)});
    }
  } else if (value.is_string()) {
    node = string_node(value.as_string());
  } else {
    node.text = scalar_text(value, floats);
    node.tag = plain_tag(node.text);
  }
  return pool.add(std::move(node));
}

}  // namespace gimlet::yaml

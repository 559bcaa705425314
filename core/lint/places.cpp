#include "core/lint/places.hpp"

#include <algorithm>
#include <optional>

#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::lint {
namespace {

// The bytes of the line break that a text begins with, as YAML 1.1 breaks lines; 0 if there is none.
std::size_t line_break(std::string_view text) {
  for (const std::string_view mark : {"\r\n", "\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = line_break(text.substr(at));
    if (length == 0) {
      ++at;
      continue;
    }
    lines.push_back(text.substr(begin, at - begin));
    begin = at += length;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

int count_characters(std::string_view text) {
  return static_cast<int>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Bytes that the first characters of a line take.
std::size_t bytes_of(std::string_view line, int characters) {
  std::size_t at = 0;
  while (at < line.size() && (characters > 0 || (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U)) {
    if ((static_cast<unsigned char>(line[at]) & 0xC0U) != 0x80U && characters-- == 0) break;
    ++at;
  }
  return at;
}

std::optional<std::string_view> line_of_text(std::string_view text, int number) {
  for (; number > 1; --number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

const yaml::Entry* entry_of(const yaml::Node& map, const std::string& name) {
  const yaml::Entry* found = nullptr;
  for (const auto& entry : map.entries) {
    if (entry.key->text == name) found = &entry;  // the last one counts
  }
  return found;
}

const yaml::Node* item_of(const yaml::Node& list, const std::string& index) {
  const bool is_number = !index.empty() && index.size() < 10 &&
                         std::all_of(index.begin(), index.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!is_number) return nullptr;
  const std::size_t at = std::stoul(index);
  return at < list.items.size() ? list.items[at] : nullptr;
}

}  // namespace

Places::Places(const yaml::Node* root, std::string_view file, std::string source)
    : root_(root), lines_(lines_of(file)), source_(std::move(source)) {}

std::string_view Places::line(int number) const {
  const auto index = static_cast<std::size_t>(number) - 1;
  return number >= 1 && index < lines_.size() ? lines_[index] : std::string_view();
}

Position Places::at(const yaml::Node* node) const {
  return node == nullptr ? Position{source_} : Position{source_, node->line, node->column};
}

Places::Found Places::find(const std::string& pointer) const {
  Found found{nullptr, root_, root_ != nullptr};
  if (root_ == nullptr || pointer.empty()) return found;
  const std::vector<std::string> parts = split(pointer, '/');
  for (std::size_t i = 1; i < parts.size(); ++i) {  // the first is what stands in front of the first "/"
    const std::string name = unescape_segment(parts[i]);
    const yaml::Entry* entry = entry_of(*found.value, name);
    const yaml::Node* item = item_of(*found.value, name);
    if (entry == nullptr && item == nullptr) {
      found.exact = false;
      return found;
    }
    found = entry != nullptr ? Found{entry->key, entry->value, true} : Found{nullptr, item, true};
  }
  return found;
}

Position Places::value(const std::string& pointer) const {
  return at(find(pointer).value);
}

Position Places::key(const std::string& pointer) const {
  const Found found = find(pointer);
  return at(found.exact && found.key != nullptr ? found.key : found.value);
}

Position Places::inside(const std::string& pointer, const TextPlace& place, bool of_key) const {
  const Found found = find(pointer);
  const yaml::Node* const node = of_key ? found.key : found.value;
  Position position = at(node != nullptr ? node : found.value);
  if (node == nullptr || !found.exact || node->kind != yaml::Node::Kind::scalar) return position;
  const auto content = line_of_text(node->text, place.line);
  if (!content) return position;
  const auto offset = std::min(static_cast<std::size_t>(place.column), content->size());
  const std::string_view first = line(node->line);
  const std::size_t begin = bytes_of(first, node->column - 1);
  if (begin >= first.size()) return position;
  if (first[begin] == '|') {
    const std::string_view written = line(node->line + place.line);
    const bool beyond_the_end = content->empty() && !trim(written).empty();
    if (beyond_the_end || !written.ends_with(*content)) return position;
    position.line = node->line + place.line;
    position.column = count_characters(written.substr(0, written.size() - content->size() + offset)) + 1;
    return position;
  }
  const std::size_t text = begin + (first[begin] == '"' || first[begin] == '\'' ? 1 : 0);
  if (place.line != 1 || !first.substr(text).starts_with(node->text)) return position;
  position.column = count_characters(first.substr(0, text + offset)) + 1;
  return position;
}

}  // namespace gimlet::lint

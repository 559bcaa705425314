#include "core/patch/json_pointer.hpp"

#include <charconv>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::patch {
namespace {

[[noreturn]] void fail(const std::string& message) {
  throw Error(ErrorCode::bad_input, message);
}

// strconv.Atoi.
std::optional<std::int64_t> parse_index(std::string_view text) {
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  if (plus) text.remove_prefix(1);
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return index;
}

std::string index_problem(const std::string& key) {
  return fmt::format("strconv.Atoi: parsing \"{}\": invalid syntax", printable_line(key));
}

// The place of an index in a list of `size` elements; nullopt outside of it.
std::optional<std::size_t> place_of(std::int64_t index, std::size_t size) {
  const auto count = static_cast<std::int64_t>(size);
  if (index >= count || index < -count) return std::nullopt;
  return static_cast<std::size_t>(index < 0 ? index + count : index);
}

std::size_t checked_place_of(std::int64_t index, std::size_t size) {
  if (const auto place = place_of(index, size)) return *place;
  fail(fmt::format("Unable to access invalid index: {}: invalid index referenced", index));
}

std::size_t existing_place(const std::string& key, std::size_t size) {
  const auto index = parse_index(key);
  if (!index) fail(index_problem(key));
  return checked_place_of(*index, size);
}

std::size_t new_place(const std::string& key, std::size_t size) {
  if (key == "-") return size;
  const auto index = parse_index(key);
  if (!index) {
    fail(
        fmt::format("value was not a proper array index: '{}': {}", printable_line(key), index_problem(key)));
  }
  return checked_place_of(*index, size + 1);
}

// The element that a segment names; nullptr if there is none.
Value* element_of(Value& parent, const std::string& key) {
  if (parent.is_map()) {
    const auto found = parent.as_map().entries.find(key);
    return found == parent.as_map().entries.end() ? nullptr : &found->second;
  }
  auto& items = parent.as_list().items;
  const auto index = parse_index(key);
  const auto place = index ? place_of(*index, items.size()) : std::nullopt;
  return place ? &items[*place] : nullptr;
}

}  // namespace

Value Container::get() const {
  if (value_->is_list()) {
    const auto& items = value_->as_list().items;
    return items[existing_place(key_, items.size())];
  }
  const Value* const found = value_->find(key_);
  return found == nullptr ? Value() : *found;
}

void Container::set(Value value) {
  if (value_->is_list()) {
    auto& items = value_->as_list().items;
    items[existing_place(key_, items.size())] = std::move(value);
  } else {
    value_->as_map().entries.insert_or_assign(key_, std::move(value));
  }
}

void Container::add(Value value) {
  if (!value_->is_list()) {
    set(std::move(value));
    return;
  }
  auto& items = value_->as_list().items;
  const std::size_t place = new_place(key_, items.size());
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(place), std::move(value));
}

void Container::remove() {
  if (value_->is_list()) {
    auto& items = value_->as_list().items;
    const std::size_t place = existing_place(key_, items.size());
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(place));
  } else if (value_->as_map().entries.erase(key_) == 0) {
    fail(fmt::format("Unable to remove nonexistent key: {}: missing value", printable_line(key_)));
  }
}

std::optional<Container> find_container(Value& document, const std::string& pointer) {
  const std::vector<std::string> segments = split(pointer, '/');
  if (segments.size() < 2) return std::nullopt;
  Value* at = &document;
  for (std::size_t i = 1; i + 1 < segments.size(); ++i) {
    at = element_of(*at, unescape_segment(segments[i]));
    if (at == nullptr || (!at->is_map() && !at->is_list())) return std::nullopt;
  }
  return Container(at, unescape_segment(segments.back()));
}

}  // namespace gimlet::patch

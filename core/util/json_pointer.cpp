#include "core/util/json_pointer.hpp"

#include "core/util/string.hpp"

namespace gimlet {

std::string escape_segment(std::string_view key) {
  return replace_all(replace_all(std::string(key), "~", "~0"), "/", "~1");
}

std::string unescape_segment(std::string_view segment) {
  return replace_all(replace_all(std::string(segment), "~1", "/"), "~0", "~");
}

std::string pointer_to(const std::string& pointer, std::string_view key) {
  return pointer + "/" + escape_segment(key);
}

std::string pointer_to(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

}  // namespace gimlet

#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/value/value.hpp"

namespace gimlet::patch {

// A map or list of a document, and the key or index in it that a JSON pointer ends in. An index below 0
// counts from the end. All throw bad_input, in the words of evanphx/json-patch, for what is no index and for
// one outside of the list.
class Container {
 public:
  Container(Value* value, std::string key) : value_(value), key_(std::move(key)) {}

  [[nodiscard]] const std::string& key() const { return key_; }

  // What stands there; a key that is not there is a null.
  [[nodiscard]] Value get() const;
  void set(Value value);
  // In a list in front of the element at the index; "-" and -1 are behind the last one.
  void add(Value value);
  void remove();

 private:
  Value* value_;
  std::string key_;
};

// Follows a pointer up to its last segment; nullopt if something on the way is no map or list, or missing.
// The text before the first "/" is passed over; a pointer without "/" finds nothing.
std::optional<Container> find_container(Value& document, const std::string& pointer);

}  // namespace gimlet::patch

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/util/error.hpp"
#include "core/yaml/node.hpp"

namespace gimlet::lint {

// A place in a text that a scalar holds.
struct TextPlace {
  int line = 1;    // from 1
  int column = 0;  // in bytes, from 0, as in Go's messages
};

// Where the parts of one manifest stand in its file. A pointer that leads nowhere stands where its nearest
// ancestor does.
class Places {
 public:
  // `file` is the whole text that `root` was read from; both must outlive this. Without a root (nullptr)
  // positions have no line.
  Places(const yaml::Node* root, std::string_view file, std::string source);

  [[nodiscard]] Position value(const std::string& pointer) const;
  [[nodiscard]] Position key(const std::string& pointer) const;
  // A place inside the text of a scalar. Where the scalar's text does not stand in the file as it is
  // (escapes, folded lines), the scalar's own. `of_key`: the scalar is the key that the pointer ends in.
  [[nodiscard]] Position inside(const std::string& pointer, const TextPlace& place, bool of_key) const;

  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  struct Found {
    const yaml::Node* key = nullptr;  // of the entry, where the value is one
    const yaml::Node* value = nullptr;
    bool exact = false;
  };
  [[nodiscard]] Found find(const std::string& pointer) const;
  [[nodiscard]] Position at(const yaml::Node* node) const;
  [[nodiscard]] std::string_view line(int number) const;

  const yaml::Node* root_;
  std::vector<std::string_view> lines_;
  std::string source_;
};

}  // namespace gimlet::lint

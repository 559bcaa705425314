#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/yaml/scalar_style.hpp"

namespace gimlet::yaml {

// Text that grows, with the column it has reached, and the scalars in it as go-yaml's emitter writes them.
class ScalarWriter {
 public:
  explicit ScalarWriter(Dialect dialect) : dialect_(dialect) {}

  // Ends the line if something is on it and goes to a column.
  void new_line(int indent);
  void put(char c);
  void put(std::string_view text);

  // A string; the lines after its first are indented by `indent`. A simple key is never folded.
  void string(std::string_view text, int indent, bool simple_key);

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void fold(int indent);
  void plain(std::string_view text, int indent, bool may_fold);
  void single_quoted(std::string_view text, int indent, bool may_fold);
  void double_quoted(std::string_view text, int indent, bool may_fold);
  void literal(std::string_view text, int indent);
  void put_break(std::string_view text, std::size_t at, std::size_t length);
  void pad(int indent);
  std::size_t escape(std::string_view text, std::size_t at);
  [[nodiscard]] bool is_full() const;

  Dialect dialect_;
  std::string out_;
  int column_ = 0;
};

}  // namespace gimlet::yaml

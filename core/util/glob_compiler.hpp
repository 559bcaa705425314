#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/glob.hpp"

namespace gimlet {

// Translates a pattern into the steps of a Glob, without recursion.
class GlobCompiler {
 public:
  GlobCompiler(Glob& glob, std::string_view pattern);
  // Throws bad_input.
  void compile();

 private:
  // A "{" that waits for its "}".
  struct Open {
    std::size_t position;            // in the pattern
    std::size_t fork;                // the step that leads to the alternative being read
    std::vector<std::size_t> jumps;  // from the ends of the alternatives before it
  };

  void read_one();
  void read_set();
  void read_range(Glob::Set& set, std::size_t opened);
  void read_list(Glob::Set& set, std::size_t opened);
  void open_alternatives();
  void next_alternative();
  void close_alternatives();
  std::size_t emit(Glob::Step::Kind kind, char32_t character = 0, std::size_t target = 0);

  [[nodiscard]] bool at_end() const { return position_ == pattern_.size(); }
  [[nodiscard]] bool at(char32_t c) const { return !at_end() && pattern_[position_] == c; }
  char32_t take_escaped();
  [[noreturn]] void fail(const std::string& problem) const;

  Glob& glob_;
  std::string text_;
  std::u32string pattern_;
  std::size_t position_ = 0;
  std::vector<Open> open_;
};

}  // namespace gimlet

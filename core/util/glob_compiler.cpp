#include "core/util/glob_compiler.hpp"

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "core/util/unicode.hpp"

namespace gimlet {
namespace {

constexpr std::size_t max_pattern = 4096;

}  // namespace

GlobCompiler::GlobCompiler(Glob& glob, std::string_view pattern) : glob_(glob), text_(pattern) {}

void GlobCompiler::compile() {
  if (text_.size() > max_pattern) fail(fmt::format("it has more than {} bytes", max_pattern));
  if (!is_valid_utf8(text_)) fail("it is not UTF-8");
  pattern_ = unicode::to_runes(text_);
  while (!at_end()) read_one();
  if (!open_.empty())
    fail(fmt::format("the \"{{\" at character {} is not closed", open_.back().position + 1));
  emit(Glob::Step::Kind::end);
}

void GlobCompiler::read_one() {
  const bool inside = !open_.empty();
  switch (pattern_[position_]) {
    case U'*':
      ++position_;
      if (at(U'*')) {
        while (at(U'*')) ++position_;
        emit(Glob::Step::Kind::any);
      } else {
        emit(Glob::Step::Kind::many);
      }
      return;
    case U'?':
      ++position_;
      emit(Glob::Step::Kind::one);
      return;
    case U'[':
      return read_set();
    case U'{':
      return open_alternatives();
    case U',':
      if (inside) return next_alternative();
      break;
    case U'}':
      if (inside) return close_alternatives();
      break;
    default:
      break;
  }
  emit(Glob::Step::Kind::character, take_escaped());
}

char32_t GlobCompiler::take_escaped() {
  if (at(U'\\')) {
    ++position_;
    if (at_end()) fail("it ends in a lone \"\\\"");
  }
  return pattern_[position_++];
}

void GlobCompiler::read_set() {
  const std::size_t opened = position_++;
  Glob::Set set;
  if (at(U'!')) {
    set.negated = true;
    ++position_;
  }
  const bool escaped = at(U'\\');
  if (!escaped && position_ + 1 < pattern_.size() && pattern_[position_ + 1] == U'-') {
    read_range(set, opened);
  } else {
    read_list(set, opened);
  }
  glob_.sets_.push_back(std::move(set));
  emit(Glob::Step::Kind::set, 0, glob_.sets_.size() - 1);
}

void GlobCompiler::read_range(Glob::Set& set, std::size_t opened) {
  set.low = pattern_[position_];
  position_ += 2;
  if (at_end()) fail(fmt::format("the \"[\" at character {} is not closed", opened + 1));
  set.high = pattern_[position_++];
  if (set.high < set.low) fail(fmt::format("the range at character {} runs backwards", opened + 2));
  if (!at(U']')) {
    fail(
        fmt::format("\"]\" must follow the range at character {}; several ranges are written {{[a-z],[0-9]}}",
                    opened + 2));
  }
  ++position_;
}

void GlobCompiler::read_list(Glob::Set& set, std::size_t opened) {
  while (!at_end() && !at(U']')) set.characters += take_escaped();
  if (at_end()) fail(fmt::format("the \"[\" at character {} is not closed", opened + 1));
  if (set.characters.empty()) fail(fmt::format("the brackets at character {} are empty", opened + 1));
  ++position_;
}

void GlobCompiler::open_alternatives() {
  const std::size_t fork = emit(Glob::Step::Kind::fork);
  glob_.steps_[fork].target = fork + 1;  // until there is a second alternative
  open_.push_back({position_++, fork, {}});
}

void GlobCompiler::next_alternative() {
  ++position_;
  Open& open = open_.back();
  open.jumps.push_back(emit(Glob::Step::Kind::jump));
  const std::size_t fork = emit(Glob::Step::Kind::fork);
  glob_.steps_[open.fork].target = fork;
  glob_.steps_[fork].target = fork + 1;
  open.fork = fork;
}

void GlobCompiler::close_alternatives() {
  ++position_;
  for (const std::size_t jump : open_.back().jumps) glob_.steps_[jump].target = glob_.steps_.size();
  open_.pop_back();
}

std::size_t GlobCompiler::emit(Glob::Step::Kind kind, char32_t character, std::size_t target) {
  glob_.steps_.push_back({kind, character, target});
  return glob_.steps_.size() - 1;
}

void GlobCompiler::fail(const std::string& problem) const {
  throw Error(ErrorCode::bad_input,
              fmt::format("the pattern \"{}\" does not parse: {}", printable_line(text_), problem))
      .hint("a \"\\\" before a special character makes it a plain one");
}

}  // namespace gimlet

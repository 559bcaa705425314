#include "core/util/glob.hpp"

#include <utility>

#include "core/util/glob_compiler.hpp"
#include "core/util/unicode.hpp"

namespace gimlet {

// The set of steps that a match may stand at.
class Glob::Run {
 public:
  explicit Run(const Glob& glob) : glob_(&glob), seen_(glob.steps_.size(), 0) { clear(); }

  // Begins an empty set.
  void clear() {
    ++generation_;
    steps_.clear();
  }

  // Adds a step and those that are reached from it without a character.
  void add(std::size_t first) {
    pending_.push_back(first);
    while (!pending_.empty()) {
      const std::size_t at = pending_.back();
      pending_.pop_back();
      if (seen_[at] == generation_) continue;
      seen_[at] = generation_;
      const Step& step = glob_->steps_[at];
      if (step.kind == Step::Kind::fork || step.kind == Step::Kind::jump) pending_.push_back(step.target);
      if (step.kind == Step::Kind::fork || is_star(step)) pending_.push_back(at + 1);
      if (step.kind != Step::Kind::fork && step.kind != Step::Kind::jump) steps_.push_back(at);
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& steps() const { return steps_; }
  [[nodiscard]] bool at_end() const { return seen_.back() == generation_; }

 private:
  const Glob* glob_;
  std::vector<std::size_t> seen_;  // by step: the generation that has it
  std::size_t generation_ = 0;
  std::vector<std::size_t> steps_;
  std::vector<std::size_t> pending_;
};

Glob::Glob(std::string_view pattern, Separator separator) : separator_(separator) {
  GlobCompiler(*this, pattern).compile();
}

bool Glob::is_star(const Step& step) {
  return step.kind == Step::Kind::many || step.kind == Step::Kind::any;
}

bool Glob::Set::contains(char32_t c) const {
  const bool found = low <= high ? low <= c && c <= high : characters.find(c) != std::u32string::npos;
  return found != negated;
}

bool Glob::takes(const Step& step, char32_t c) const {
  switch (step.kind) {
    case Step::Kind::character:
      return step.character == c;
    case Step::Kind::one:
    case Step::Kind::many:
      return separator_ == Separator::none || c != U'/';
    case Step::Kind::any:
      return true;
    case Step::Kind::set:
      return sets_[step.target].contains(c);
    default:
      return false;
  }
}

bool Glob::matches(std::string_view text) const {
  Run now(*this);
  Run next(*this);
  now.add(0);
  for (const char32_t c : unicode::to_runes(text)) {
    next.clear();
    for (const std::size_t at : now.steps()) {
      if (!takes(steps_[at], c)) continue;
      next.add(is_star(steps_[at]) ? at : at + 1);
    }
    if (next.steps().empty()) return false;
    std::swap(now, next);
  }
  return now.at_end();
}

}  // namespace gimlet

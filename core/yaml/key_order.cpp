#include "core/yaml/key_order.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/util/unicode.hpp"

namespace gimlet::yaml {
namespace {

// Texts are compared by code points: ASCII ones as they are, others decoded.
template <class Text>
char32_t code_at(const Text& text, std::size_t at) {
  return static_cast<char32_t>(text[at]);
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The number that a run of digits has, and where the run ends. Wraps around as Go's int64 does.
struct DigitRun {
  std::uint64_t number = 0;
  std::size_t end = 0;
};

template <class Text>
DigitRun digit_run(const Text& text, std::size_t at, std::uint64_t initial) {
  DigitRun run{initial, at};
  for (; run.end < text.size() && unicode::is_digit(code_at(text, run.end)); ++run.end) {
    run.number = run.number * 10 + (static_cast<char32_t>(text[run.end]) - U'0');
  }
  return run;
}

// Whether the digits right before `at` hold one that is not 0, so that a 0 at `at` counts.
template <class Text>
bool follows_nonzero_digit(const Text& text, std::size_t at) {
  while (at > 0 && unicode::is_digit(code_at(text, at - 1))) {
    if (code_at(text, --at) != U'0') return true;
  }
  return false;
}

// The keys differ at `at`, where neither has a letter.
template <class Text>
bool less_at(const Text& a, const Text& b, std::size_t at) {
  const bool zero = code_at(a, at) == U'0' || code_at(b, at) == U'0';
  const std::uint64_t initial = zero && follows_nonzero_digit(a, at) ? 1 : 0;
  const DigitRun run_a = digit_run(a, at, initial);
  const DigitRun run_b = digit_run(b, at, initial);
  if (run_a.number != run_b.number) {
    return static_cast<std::int64_t>(run_a.number) < static_cast<std::int64_t>(run_b.number);
  }
  if (run_a.end != run_b.end) return run_a.end < run_b.end;
  return a[at] < b[at];
}

template <class Text>
bool text_less(const Text& left, const Text& right, LetterAfterDigits rule) {
  const std::size_t common = std::min(left.size(), right.size());
  std::size_t at = 0;
  while (at < common && left[at] == right[at]) ++at;
  if (at == common) return left.size() < right.size();
  const bool left_letter = unicode::is_letter(code_at(left, at));
  const bool right_letter = unicode::is_letter(code_at(right, at));
  if (left_letter && right_letter) return left[at] < right[at];
  if (left_letter || right_letter) {
    const bool after_digits = at > 0 && unicode::is_digit(code_at(left, at - 1));
    return after_digits && rule == LetterAfterDigits::first ? left_letter : right_letter;
  }
  return less_at(left, right, at);
}

}  // namespace

bool key_less(std::string_view a, std::string_view b, LetterAfterDigits rule) {
  if (is_ascii(a) && is_ascii(b)) return text_less(a, b, rule);
  return text_less(unicode::to_runes(a), unicode::to_runes(b), rule);
}

void sort_keys(std::vector<const std::string*>& keys, LetterAfterDigits rule) {
  const auto less = [rule](const std::string* a, const std::string* b) { return key_less(*a, *b, rule); };
  if (std::is_sorted(keys.begin(), keys.end(), less)) return;
  // A merge sort, bottom up: merging stays inside its ranges whatever the comparison says.
  std::vector<const std::string*> merged(keys.size());
  for (std::size_t width = 1; width < keys.size(); width *= 2) {
    for (std::size_t begin = 0; begin < keys.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, keys.size());
      const std::size_t end = std::min(begin + 2 * width, keys.size());
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t at = begin; at < end; ++at) {
        const bool take_right = left == middle || (right < end && less(keys[right], keys[left]));
        merged[at] = take_right ? keys[right++] : keys[left++];
      }
    }
    keys.swap(merged);
  }
}

}  // namespace gimlet::yaml

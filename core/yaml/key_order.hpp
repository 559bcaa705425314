#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gimlet::yaml {

// How go-yaml compares a letter with something else right after equal digits: v2 puts the letter last, v3
// first.
enum class LetterAfterDigits : bool { last, first };

// Whether key `a` stands before key `b` in go-yaml's "natural" order: letters after other characters, digit
// runs by their number, letters by code point. It is no strict weak order for some sets of keys (x1a, x10,
// x01).
bool key_less(std::string_view a, std::string_view b, LetterAfterDigits rule = LetterAfterDigits::last);

// Sorts keys by key_less. Unlike std::sort it is defined for an order that contradicts itself.
void sort_keys(std::vector<const std::string*>& keys, LetterAfterDigits rule);

}  // namespace gimlet::yaml

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/model/artifact.hpp"

namespace gimlet::render {

// Whether a text can only ever be a piece of one YAML scalar, wherever it is put.
bool is_plain(std::string_view text);

// A template of a YAML text cannot be resolved scalar by scalar, so what its variables do to it is checked
// afterwards: the text is rendered again with every value that is not plain replaced by a word, and both
// must have the same maps, lists and keys. Returns the name of a variable whose value changes them, or "".
// Where the second text cannot be had (a function refuses the word) or is no YAML there is nothing to
// compare, and the answer is "".
std::string structure_changer(const std::string& rendered, const model::Variables& variables,
                              const std::function<std::string(const model::Variables&)>& render);

}  // namespace gimlet::render

#pragma once

#include <string_view>

namespace gimlet::completions {

// The scripts of this folder, as text.
extern const std::string_view bash;
extern const std::string_view zsh;
extern const std::string_view fish;

}  // namespace gimlet::completions

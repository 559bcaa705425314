#pragma once

#include <string>
#include <string_view>

#include "app/cli/output.hpp"

// Texts of unknown origin (artifacts, repositories, other programs) made safe for a terminal and for the log
// of a CI system, which carries out what it takes for a command: "::add-mask::x" at the beginning of a line
// (GitHub),
// "##vso[...]" (Azure), "##teamcity[...]" and the like anywhere in it. These get a "| " in front, or a blank
// in their middle.
namespace gimlet::app {

std::string_view escape_of(Style style);  // "" for plain
constexpr std::string_view end_of_style = "\x1b[0m";

// Control characters become blanks but for line breaks and tabs; with `keeps_styles`, our own escape
// sequences stay.
std::string safe_lines(std::string_view text, bool keeps_styles);
// The same as one line without tabs, which need not be the beginning of one.
std::string safe_cell(std::string_view text, bool keeps_styles);
// "| " in front of what would be a command at the beginning of a line.
std::string safe_beginning(std::string line);

}  // namespace gimlet::app

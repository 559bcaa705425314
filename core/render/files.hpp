#pragma once

#include <map>
#include <string>
#include <string_view>

namespace gimlet::render {

using Files = std::map<std::string, std::string>;

// Throws bad_input unless a chart's template may give a file of this name in an app's folder: no "/" or "\",
// no control character, no leading ".", not release.json, at most 255 bytes.
void check_file_name(std::string_view name);

// Puts text behind what a file holds already, as further YAML documents. A blank text adds nothing; the file
// ends in one newline.
void append(Files& files, const std::string& name, std::string_view text);

// Helm's output as files (the rule of the Gimlet CLI): split at lines "---" + "# Source: <path>", each part
// in the file named by the path's last element, beginning with "---"; parts of one name are concatenated.
// Text without such lines, or before the first, is manifest.yaml. Throws bad_input for a name that
// check_file_name refuses.
Files split_helm_output(std::string_view output);

}  // namespace gimlet::render

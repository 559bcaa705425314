#pragma once

#include <string>
#include <string_view>

namespace gimlet::model {

// A folder of a git repository at a revision, as manifests write it:
// `https://host/repository?path=/a/&tag=|sha=|branch=`. What is not said is "".
struct GitSource {
  std::string url;  // without the query
  std::string path;
  std::string tag;
  std::string sha;
  std::string branch;
};

// Throws bad_input for a parameter of another name, one that is given twice or has a bad escape, a tag, sha
// or branch that is empty, and an empty address.
GitSource parse_git_source(std::string_view text);

}  // namespace gimlet::model

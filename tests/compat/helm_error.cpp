#include "tests/compat/helm_error.hpp"

#include <string_view>

namespace gimlet::test {
namespace {

const std::string kStart = "Error: ";
constexpr std::string_view kTemplate = "template: ";

// An error in lines, and the one inside it after it: "template: PLACE: executing "NAME" at <NODE>: REASON".
// Empty if some error in the chain is not of text/template's.
std::string in_lines(const std::string& go) {
  if (go.starts_with("template: no template ")) return go + "\n";
  const auto executing = go.find(": executing ");
  const auto at = go.find(">: ");
  if (!go.starts_with(kTemplate) || executing == std::string::npos || at == std::string::npos) return "";
  const std::string reason = go.substr(at + 3);
  std::string text = go.substr(kTemplate.size(), executing - kTemplate.size()) + "\n  " +
                     go.substr(executing + 2, at - executing) + "\n    " +
                     reason.substr(0, reason.find(" template:")) + "\n";
  if (!reason.starts_with("error calling ")) return text;
  const std::string inner = in_lines(reason.substr(reason.find(": ") + 2));
  return inner.empty() ? "" : text + inner;
}

std::string place_of(const std::string& go) {
  return go.substr(kTemplate.size(), go.find(": ", kTemplate.size()) - kTemplate.size());
}

bool is_wrapped(const std::string& helm, const std::string& go) {
  for (const std::string marker : {": error calling fail: ", ": error calling required: "}) {
    const auto at = go.rfind(marker);
    if (at == std::string::npos) continue;
    return helm == "execution error at (" + place_of(go) + "): " + go.substr(at + marker.size());
  }
  return false;
}

bool is_parse_error(const std::string& helm, const std::string& go) {
  return helm == "parse error at (" + place_of(go) + "): " + go.substr(go.rfind(": ") + 2);
}

}  // namespace

bool is_helm_message(const std::string& helm, const std::string& go) {
  if (!helm.starts_with(kStart)) return false;
  const std::string text = helm.substr(kStart.size());
  if (text == go) return true;
  if (!go.starts_with(kTemplate)) return false;
  return text + "\n" == in_lines(go) || is_wrapped(text, go) || is_parse_error(text, go);
}

}  // namespace gimlet::test

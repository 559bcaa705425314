// Any bytes are resources and patches or an error; patched resources without patches stay as they are. The
// input is up to three texts with a line "####" between: resources, strategic merge patches, a JSON patch for
// all.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/patch/patch.hpp"
#include "core/util/error.hpp"

using namespace gimlet;

namespace {

// Takes what stands in front of the next separator.
std::string take_text(std::string_view& rest) {
  constexpr std::string_view separator = "\n####\n";
  const std::size_t end = rest.find(separator);
  std::string text(rest.substr(0, end));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + separator.size());
  return text;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string resources = take_text(rest);
  patch::Patches patches;
  patches.strategic_merge = take_text(rest);
  if (!rest.empty()) patches.json6902.push_back({std::string(rest), {"", "", "", ".*", ""}});
  try {
    const std::string text = patch::apply_patches(resources, patches, "resources").text;
    if (patch::apply_patches(text, {}, "resources").text != text) std::abort();
  } catch (const Error&) {
  }
  return 0;
}

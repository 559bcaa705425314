// Any bytes are a JSON patch or an error; what it leaves is a document that can be written and read again.
// The input is the patch; the documents are fixed ones with every kind of value.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/patch/json6902.hpp"
#include "core/util/error.hpp"
#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

Value document() {
  yaml::ReadOptions options;
  options.numbers = yaml::Numbers::typed;
  return yaml::read(
      "{a: {b: [1, {c: d}, [2, 3]], '': x, '~/': y}, l: [], m: {}, n: ~, s: text, t: true, f: 1.5}", options);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const auto operations = patch::read_operations(text, "patch");
    Value patched = document();
    patch::apply_operations(patched, operations);
    const std::string json = yaml::marshal_json(patched);
    // Patching takes nothing of the patch along.
    Value again = document();
    patch::apply_operations(again, operations);
    if (yaml::marshal_json(again) != json) std::abort();
  } catch (const Error&) {
  }
  return 0;
}

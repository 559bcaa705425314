// Any bytes are a document or an error; what was read is written as text that reads back as the same value.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/yaml/json.hpp"
#include "core/yaml/yaml.hpp"

using namespace gimlet;

namespace {

void check_round_trip(const Value& value) {
  std::string text;
  try {
    text = yaml::write(value);
  } catch (const Error&) {
    return;  // YAML cannot hold it: DEL, a long key
  }
  yaml::ReadOptions options;
  options.max_depth = 10'000;
  const std::string again = yaml::write(yaml::read(text, options));
  if (again != text) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  yaml::ReadOptions options;
  options.max_nodes = 100'000;
  try {
    const Value value = yaml::read(text, options);
    yaml::marshal_json(value);
    yaml::write_pretty(value);
    check_round_trip(value);
  } catch (const Error&) {
  }
  options.numbers = yaml::Numbers::typed;
  options.refuse_local_tags = true;
  try {
    yaml::read_all(text, options);
  } catch (const Error&) {
  }
  return 0;
}

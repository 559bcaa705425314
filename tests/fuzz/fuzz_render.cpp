// Any bytes are variables or bad input, and any bytes of a helm are files with safe names or bad input.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/render/dotenv.hpp"
#include "core/render/files.hpp"
#include "core/util/error.hpp"

using namespace gimlet;

namespace {

template <class Fn>
void only_bad_input(Fn&& fn) {
  try {
    fn();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
}

void check_files(const render::Files& files) {
  for (const auto& [name, content] : files) {
    render::check_file_name(name);
    if (content.empty() || content.back() != '\n') std::abort();
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  only_bad_input([&] { render::parse_dotenv(text, "fuzz"); });
  only_bad_input([&] { check_files(render::split_helm_output(text)); });
  return 0;
}

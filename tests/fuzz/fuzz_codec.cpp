// Any bytes are a record or an error; a record that was read is written and read again as the same bytes. The
// input is also sealed first, because hardly any random bytes have a right checksum.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/util/error.hpp"
#include "store/tables/codec.hpp"

using namespace gimlet;
using namespace gimlet::store;

namespace {

template <class Record>
void check(std::string_view bytes) {
  std::string written;
  try {
    written = encode(decode<Record>(bytes));
  } catch (const Error&) {
    return;  // refusing is right
  }
  if (encode(decode<Record>(written)) != written) std::abort();
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::string& input : {std::string(bytes), seal(bytes)}) {
    check<ArtifactRecord>(input);
    check<EventRecord>(input);
  }
  return 0;
}

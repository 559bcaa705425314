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
void check_round_trip(const Record& record, Record (*decode)(std::string_view)) {
  const std::string bytes = encode(record);
  if (encode(decode(bytes)) != bytes) std::abort();
}

void check(std::string_view bytes) {
  try {
    check_round_trip(decode_artifact(bytes), decode_artifact);
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): refusing is right
  }
  try {
    check_round_trip(decode_event(bytes), decode_event);
  } catch (const Error&) {  // NOLINT(bugprone-empty-catch): refusing is right
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  check(seal(bytes));
  return 0;
}

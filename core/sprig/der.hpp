#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/util/time.hpp"

// The few ASN.1 values that certificates are made of, in DER. Each function gives the bytes of one value.
namespace gimlet::sprig::der {

// A value of any tag, such as 0xA3 for [3].
std::string value(std::uint8_t tag, std::string_view content);
std::string sequence(const std::vector<std::string>& values);
std::string set(const std::vector<std::string>& values);
// An unsigned number, big-endian.
std::string integer(std::string_view bytes);
std::string boolean(bool value);
std::string null();
// "1.2.840.113549.1.1.11".
std::string object_id(std::string_view dotted);
std::string octets(std::string_view bytes);
std::string bits(std::string_view bytes, int unused = 0);
// A PrintableString if the text has only its characters, else a UTF8String, as Go's encoding/asn1 chooses.
std::string text(std::string_view text);
// A UTCTime from 1950 to 2049, else a GeneralizedTime.
std::string time(UnixSeconds time);

}  // namespace gimlet::sprig::der

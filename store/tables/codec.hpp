#pragma once

#include <string>
#include <string_view>

#include "store/artifacts.hpp"
#include "store/events.hpp"

namespace gimlet::store {

// Records as bytes: a version byte, 8 bytes of checksum over the rest, then the fields. Numbers are LEB128
// (signed ones zigzag), texts are a length and their bytes. The first byte says how to read the rest, so that
// old records stay readable when the form changes.

std::string encode(const ArtifactRecord& artifact);
std::string encode(const EventRecord& event);

// Throws bad_input for bytes that no encode() wrote.
template <class Record>
Record decode(std::string_view bytes);
template <>
ArtifactRecord decode(std::string_view bytes);
template <>
EventRecord decode(std::string_view bytes);

// The frame alone: version and checksum put in front of a payload, and checked and taken off again.
std::string seal(std::string_view payload);
std::string_view unseal(std::string_view bytes);

}  // namespace gimlet::store

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gimlet::semver {

// A semantic version as Masterminds/semver v3 reads one: "v1", "1.2" and "01.2.3" are versions, too.
struct Version {
  std::uint64_t major = 0;
  std::uint64_t minor = 0;
  std::uint64_t patch = 0;
  std::string prerelease;  // "rc.1"
  std::string metadata;    // "build.5"
  std::string original;    // the text it was read from

  // "1.2.3-rc.1+build.5", without a leading v.
  [[nodiscard]] std::string str() const;
};

// Throws bad_input with the library's words ("invalid semantic version").
Version parse(std::string_view text);

// -1, 0 or 1 by the rules of semver.org: a pre-release comes before its release, metadata counts for nothing.
int compare(const Version& a, const Version& b);
int compare_prereleases(std::string_view a, std::string_view b);

// Throws bad_input for what is no pre-release, or no metadata.
void check_prerelease(std::string_view text);
void check_metadata(std::string_view text);

}  // namespace gimlet::semver

#pragma once

#include <string>
#include <string_view>

#include "gitops/local/clone.hpp"

namespace gimlet::gitops {

// What a mirror's `description` file begins with; its URL, redacted, follows up to a ";".
inline constexpr std::string_view mirror_description = "gimlet's mirror of ";

// Whether the remote is asked where its HEAD is, or the mirror's own, of the last time it was asked, will do.
enum class MirrorHead { ask, as_known };

// The bare mirror of a URL in the cache folder, made at first use; its name is the URL's digest. Without a
// branch in the options it is that of the remote's HEAD.
Clone open_mirror(const std::string& url, const RepoOptions& options, MirrorHead head);

// True if open_mirror was here before.
bool has_mirror(const std::string& url, const RepoOptions& options);

}  // namespace gimlet::gitops

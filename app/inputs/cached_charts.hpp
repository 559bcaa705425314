#pragma once

#include <filesystem>
#include <vector>

#include "core/fetch/chart_cache.hpp"
#include "core/util/json_fwd.hpp"

namespace gimlet::app {

// The charts in a folder (chart_cache_folder()): archives, and the mirrors of git repositories (without a
// version and a digest).
std::vector<fetch::CachedChart> cached_charts(const std::filesystem::path& folder, const Clock& clock);

// Removes what was last used before a time; a dry run only says what.
fetch::ChartCache::Pruned prune_charts(const std::filesystem::path& folder, const Clock& clock,
                                       UnixSeconds before, bool dry_run);

// {"repository", "name", "version", "digest", "bytes", "fetched", "used"}; times in unix seconds, null where
// they are not known.
Json to_json(const fetch::CachedChart& chart);

}  // namespace gimlet::app

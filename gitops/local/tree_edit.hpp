#pragma once

#include <vector>

#include "gitops/change.hpp"
#include "gitops/git2/objects.hpp"
#include "gitops/local/filters.hpp"

namespace gimlet::gitops {

// Applies edits, in their order, to a tree (all zero: the empty one) and writes the trees and blobs that are
// new; gives the new root. Reads and writes only the folders on the edits' paths. Throws bad_input for an
// unsafe path, and where an edit needs a folder, or may replace a file, and something else stands there; as
// Filters::clean, for files that a filter applies to by the attributes of a tree that is on the disk.
git_oid apply_edits(git2::Objects& objects, const git_oid& root, const std::vector<Edit>& edits,
                    Filters* filters, const git_oid& attributes);

}  // namespace gimlet::gitops

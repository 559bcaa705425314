#pragma once

#include <git2.h>

#include "core/util/c_handle.hpp"

// libgit2's handles, freed by libgit2's own functions. This folder alone includes git2.h and calls libgit2.
namespace gimlet::git2 {

using Repository = CHandle<git_repository, git_repository_free>;
using Odb = CHandle<git_odb, git_odb_free>;
using OdbObject = CHandle<git_odb_object, git_odb_object_free>;
using Object = CHandle<git_object, git_object_free>;
using Tree = CHandle<git_tree, git_tree_free>;
using Blob = CHandle<git_blob, git_blob_free>;
using Reference = CHandle<git_reference, git_reference_free>;
using ReferenceIterator = CHandle<git_reference_iterator, git_reference_iterator_free>;
using ConfigHandle = CHandle<git_config, git_config_free>;
using Index = CHandle<git_index, git_index_free>;
using Diff = CHandle<git_diff, git_diff_free>;
using Remote = CHandle<git_remote, git_remote_free>;
using Signature = CHandle<git_signature, git_signature_free>;

// A git_buf that frees itself.
class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { git_buf_dispose(&buffer_); }
  [[nodiscard]] git_buf* get() { return &buffer_; }
  [[nodiscard]] const char* data() const { return buffer_.ptr == nullptr ? "" : buffer_.ptr; }
  [[nodiscard]] size_t size() const { return buffer_.size; }

 private:
  git_buf buffer_ = GIT_BUF_INIT;
};

}  // namespace gimlet::git2

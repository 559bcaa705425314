#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <git2.h>

#include "gitops/git2/shared_mode.hpp"

namespace gimlet::git2 {

// Writes loose objects (gitformat-loose(5)) of one repository and brings them to the disk together. libgit2's
// own writing looks for each new object in every pack folder anew, and waits for the disk object by object;
// this takes a third of its system calls and one wait. Files appear under their final names whole, as git's
// do.
class LooseObjects {
 public:
  LooseObjects(std::filesystem::path objects_folder, const SharedMode& mode);
  LooseObjects(const LooseObjects&) = delete;
  LooseObjects& operator=(const LooseObjects&) = delete;
  ~LooseObjects();

  // Writes an object, also where a file of its name is there, but what this has written since the last
  // make_durable(): a git that packs and prunes may have taken away what was written before. Throws failed
  // with the system's message.
  void write(const git_oid& id, std::string_view content, git_object_t type);
  // All of them, and their names, are on the disk before a ref is that is synced after this call. Throws
  // failed.
  void make_durable();

 private:
  class Deflater;
  enum class Kind : std::uint8_t { stored, deflated };

  [[nodiscard]] std::filesystem::path path_of(const git_oid& id) const;
  void keep_open(int fd, const std::filesystem::path& folder);

  struct Hash {
    std::size_t operator()(const git_oid& id) const;
  };
  struct Same {
    bool operator()(const git_oid& a, const git_oid& b) const;
  };

  std::filesystem::path folder_;
  SharedMode mode_;
  std::unordered_set<git_oid, Hash, Same> written_;
  std::array<std::unique_ptr<Deflater>, 2> deflaters_;  // by kind
  std::vector<int> open_;                               // files whose data is on its way to the disk
  std::vector<std::filesystem::path> changed_;          // folders with a new name
};

}  // namespace gimlet::git2

#include "gitops/git2/loose_objects.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "gitops/git2/file_sync.hpp"
#include "gitops/git2/oid.hpp"

namespace gimlet::git2 {
namespace {

constexpr std::size_t most_open_files = 64;

[[noreturn]] void fail(const std::filesystem::path& path, int code) {
  throw Error(ErrorCode::failed, "cannot write the object " + path.string() + ": " + system_message(code));
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(path, written == 0 ? ENOSPC : errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// A new file in a folder that is made if need be; git's prune takes a file of this name away if it is left
// behind.
int create(const std::filesystem::path& file, const SharedMode& mode) {
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
  constexpr mode_t read_only = 0444;
  int fd = ::open(file.c_str(), flags, read_only);
  if (fd < 0 && errno == ENOENT) {
    if (const auto code = mode.make_folders_for(file)) fail(file, code.value());
    fd = ::open(file.c_str(), flags, read_only);
  }
  if (fd < 0 && errno == EEXIST) {  // of a process that died and had our number
    ::unlink(file.c_str());
    fd = ::open(file.c_str(), flags, read_only);
  }
  if (fd < 0) fail(file, errno);
  mode.adjust(fd);
  return fd;
}

}  // namespace

// A zlib stream for many objects: setting one up takes longer than packing a small object. What takes a block
// of the disk in any case is stored as it is, as are large trees: most of a tree is object ids, and to have
// two thirds of its size took a seventh of a release into an environment of thousands of apps. git packs both
// at its next gc.
class LooseObjects::Deflater {
 public:
  explicit Deflater(Kind kind) {
    constexpr int smallest_window = 9;
    constexpr int smallest_memory = 1;
    const int code = kind == Kind::stored ? deflateInit2(&stream_, Z_NO_COMPRESSION, Z_DEFLATED,
                                                         smallest_window, smallest_memory, Z_DEFAULT_STRATEGY)
                                          : deflateInit(&stream_, Z_BEST_SPEED);
    if (code != Z_OK) throw Error(ErrorCode::failed, "cannot start zlib");
  }

  static Kind kind_of(std::string_view content, git_object_t type) {
    constexpr std::size_t block_bytes = 4000;  // less what zlib and the header take
    constexpr std::size_t large_tree_bytes = std::size_t{16} << 10U;
    const bool is_large_tree = type == GIT_OBJECT_TREE && content.size() >= large_tree_bytes;
    return content.size() <= block_bytes || is_large_tree ? Kind::stored : Kind::deflated;
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() { deflateEnd(&stream_); }

  std::string deflate(std::string_view header, std::string_view content) {
    deflateReset(&stream_);
    std::string packed(deflateBound(&stream_, header.size() + content.size()), '\0');
    stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_out = static_cast<uInt>(packed.size());
    feed(header, Z_NO_FLUSH);
    if (feed(content, Z_FINISH) != Z_STREAM_END) throw Error(ErrorCode::failed, "zlib failed");
    packed.resize(stream_.total_out);
    return packed;
  }

 private:
  int feed(std::string_view bytes, int flush) {
    stream_.next_in =
        reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // NOLINT: zlib's old interface
    stream_.avail_in = static_cast<uInt>(bytes.size());
    return ::deflate(&stream_, flush);
  }

  z_stream stream_{};
};

LooseObjects::LooseObjects(std::filesystem::path objects_folder, const SharedMode& mode)
    : folder_(std::move(objects_folder)), mode_(mode) {}

LooseObjects::~LooseObjects() {
  for (const int fd : open_) ::close(fd);
}

std::filesystem::path LooseObjects::path_of(const git_oid& id) const {
  const std::string hex = to_hex(id);
  return folder_ / hex.substr(0, 2) / hex.substr(2);
}

std::size_t LooseObjects::Hash::operator()(const git_oid& id) const {
  std::size_t beginning = 0;
  std::memcpy(&beginning, id.id, sizeof beginning);
  return beginning;
}

bool LooseObjects::Same::operator()(const git_oid& a, const git_oid& b) const {
  return same(a, b);
}

void LooseObjects::write(const git_oid& id, std::string_view content, git_object_t type) {
  if (written_.contains(id)) return;
  constexpr std::size_t limit = std::size_t{1} << 31U;
  if (content.size() >= limit)
    throw Error(ErrorCode::bad_input, "a file of 2 GB or more is too large for an object");
  const Kind kind = Deflater::kind_of(content, type);
  auto& deflater = deflaters_.at(static_cast<std::size_t>(kind));
  if (!deflater) deflater = std::make_unique<Deflater>(kind);
  std::string header = fmt::format("{} {}", git_object_type2string(type), content.size());
  header += '\0';
  const std::string packed = deflater->deflate(header, content);
  const std::filesystem::path file = path_of(id);
  const std::filesystem::path draft =
      file.parent_path() / fmt::format("tmp_obj_{}_{}", ::getpid(), file.filename().string());
  const int fd = create(draft, mode_);
  try {
    write_all(fd, packed, file);
    start_writing_out(fd);
    if (::rename(draft.c_str(), file.c_str()) != 0) fail(file, errno);
  } catch (...) {
    ::close(fd);
    ::unlink(draft.c_str());
    throw;
  }
  written_.insert(id);
  keep_open(fd, file.parent_path());
}

void LooseObjects::keep_open(int fd, const std::filesystem::path& folder) {
  open_.push_back(fd);
  if (std::find(changed_.begin(), changed_.end(), folder) == changed_.end()) changed_.push_back(folder);
  if (open_.size() >= most_open_files) make_durable();
}

void LooseObjects::make_durable() {
  if (open_.empty()) return;
  const bool one_journal = disk_order(open_.back()).one_journal;
  std::vector<int> files;
  files.swap(open_);
  written_.clear();
  int code = 0;
  for (const int fd : files) {
    try {
      if (one_journal) {
        finish_writing_out(fd, folder_);
      } else if (::fsync(fd) != 0) {
        code = errno;
      }
    } catch (const Error&) {
      code = EIO;
    }
    ::close(fd);
  }
  if (code != 0) fail(folder_, code);
  if (!one_journal) {
    changed_.push_back(folder_);
    for (const auto& folder : changed_) sync_path(folder);
  }
  changed_.clear();
}

}  // namespace gimlet::git2

#include "store/lmdb/page_format.hpp"

#include <cerrno>
#include <optional>

#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"

namespace gimlet::store::lmdb::format {
namespace {

constexpr std::uint32_t meta_magic = 0xBEEFC0DE;
constexpr std::uint32_t meta_version = 1;
constexpr std::size_t meta_bytes = page_header_bytes + 136;

std::optional<Meta> meta_at(int descriptor, std::uint64_t offset) {
  const std::string page = read_at(descriptor, offset, meta_bytes);
  if (page.size() < meta_bytes) return std::nullopt;
  if (load<std::uint32_t>(page, 16) != meta_magic) return std::nullopt;
  const auto version = load<std::uint32_t>(page, 20);
  if (version != meta_version) {
    throw Error(ErrorCode::bad_input, fmt::format("the file has version {} of LMDB's format, not version {}",
                                                  version, meta_version));
  }
  Meta meta;
  meta.page_bytes = load<std::uint32_t>(page, 16 + 24);  // kept in the free list's md_pad
  meta.free_list = table_at(page, 16 + 24);
  meta.free_list.is_free_list = true;
  meta.main = table_at(page, 16 + 72);
  meta.last_page = load<std::uint64_t>(page, 16 + 120);
  meta.snapshot = load<std::uint64_t>(page, 16 + 128);
  const bool power_of_two = (meta.page_bytes & (meta.page_bytes - 1)) == 0;
  if (meta.page_bytes < 256 || meta.page_bytes > 65536 || !power_of_two) return std::nullopt;
  if (meta.last_page < 1 || meta.last_page > (std::uint64_t{1} << 47U) / meta.page_bytes) return std::nullopt;
  return meta;
}

}  // namespace

Table table_at(std::string_view bytes, std::size_t offset) {
  Table table;
  table.depth = load<std::uint16_t>(bytes, offset + 6);
  table.root = load<std::uint64_t>(bytes, offset + 40);
  return table;
}

std::string read_at(int descriptor, std::uint64_t offset, std::size_t bytes) {
  std::string text(bytes, '\0');
  std::size_t have = 0;
  while (have < bytes) {
    const ssize_t got =
        ::pread(descriptor, text.data() + have, bytes - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorCode::failed, "cannot read the store: " + system_message(errno));
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

std::array<Meta, 2> metas_of(int descriptor) {
  const auto first = meta_at(descriptor, 0);
  const auto second = first ? meta_at(descriptor, first->page_bytes) : std::nullopt;
  if (!first || !second)
    throw Error(ErrorCode::bad_input, "the file is not an LMDB file, or its head is damaged");
  if (first->page_bytes != second->page_bytes) {
    throw Error(ErrorCode::bad_input, "the file's head is damaged: its page sizes differ");
  }
  return {*first, *second};
}

const Meta& newest(const std::array<Meta, 2>& metas) {
  return metas[0].snapshot >= metas[1].snapshot ? metas[0] : metas[1];
}

}  // namespace gimlet::store::lmdb::format

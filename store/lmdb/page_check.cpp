#include "store/lmdb/page_check.hpp"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>
#include <unordered_map>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/util/fd.hpp"
#include "core/util/fs.hpp"
#include "store/lmdb/error.hpp"
#include "store/lmdb/page_format.hpp"

namespace gimlet::store::lmdb {
namespace {

using namespace format;

constexpr unsigned max_depth = 32;

class Walker {
 public:
  Walker(int descriptor, const Meta& meta, std::size_t limit)
      : descriptor_(descriptor), page_bytes_(meta.page_bytes), last_page_(meta.last_page), limit_(limit) {
    struct stat info {};
    const bool known = ::fstat(descriptor, &info) == 0;
    pages_in_file_ = known ? static_cast<std::uint64_t>(info.st_size) / page_bytes_ : 0;
  }

  // Everything.
  void add_all(const Meta& meta) {
    seen_.resize(std::min(last_page_ + 1, pages_in_file_));
    add_table(meta.free_list);
    add_table(meta.main);
  }

  // Only the pages on the way of `path`, which must outlive the walk.
  void add_path(const Table& table, const PagePath& path, bool neighbours) {
    Way way;
    way.path = &path;
    way.neighbours = neighbours;
    add_table(table, way);
  }

  std::vector<std::string> walk() {
    while (!todo_.empty() && findings_.size() < limit_) {
      const Task task = todo_.back();
      todo_.pop_back();
      visit(task);
    }
    if (findings_.empty()) find_shared_page();
    return std::move(findings_);
  }

 private:
  // Where a walk goes: everywhere, or along one path.
  struct Way {
    const PagePath* path = nullptr;
    std::size_t step = 0;
    bool neighbours = false;
    bool ends_here = false;

    [[nodiscard]] std::string_view target() const { return (*path)[step]; }
  };

  struct Task {
    std::uint64_t page = 0;
    unsigned level = 1;
    Table table;
    Way way;
  };

  void report(std::uint64_t page, std::string_view what) {
    if (findings_.size() < limit_) findings_.push_back(fmt::format("page {}: {}", page, what));
  }

  // A page may not be both free and in use.
  void find_shared_page() {
    for (const auto page : free_) {
      if (page < seen_.size() && seen_[page]) return report(page, "it is in use and free");
    }
  }

  void add_table(const Table& table) { add_table(table, Way()); }

  void add_table(const Table& table, const Way& way) {
    if (table.root == no_page) return;
    if (table.depth == 0 || table.depth > max_depth) {
      report(table.root, fmt::format("it is the root of a tree of depth {}", table.depth));
      return;
    }
    todo_.push_back({table.root, 1, table, way});
  }

  // Marks pages as used by one place only, which also ends walks in circles.
  bool claim(std::uint64_t page, std::uint64_t count = 1) {
    if (page < 2 || page > last_page_ || count == 0 || count > last_page_ - page + 1) {
      report(page, "it is outside the pages in use");
      return false;
    }
    if (page + count > pages_in_file_) {
      report(page, "it is past the end of the file");
      return false;
    }
    if (seen_.empty()) return true;  // paths share pages
    for (std::uint64_t each = page; each < page + count; ++each) {
      if (seen_[each]) {
        report(each, "it is used twice");
        return false;
      }
      seen_[each] = true;
    }
    return true;
  }

  // Until the next one is asked for.
  std::string_view page_at(std::uint64_t number) {
    const bool is_shared = seen_.empty();  // by paths, which all begin at one root
    std::string& page = pages_[is_shared ? number : 0];
    if (page.empty() || !is_shared) page = read_at(descriptor_, number * page_bytes_, page_bytes_);
    return page;
  }

  void visit(const Task& task) {
    if (!claim(task.page)) return;
    const std::string_view page = page_at(task.page);
    if (page.size() < page_bytes_) return report(task.page, "it cannot be read whole");
    const auto kind = static_cast<std::uint16_t>(load<std::uint16_t>(page, 10) & page_kind_mask);
    if (load<std::uint64_t>(page, 0) != task.page) return report(task.page, "it names another page");
    const bool leaf_expected = task.level == task.table.depth;
    const bool fits = leaf_expected ? (kind == leaf_page ||
                                       (task.table.holds_duplicates && kind == (leaf_page | fixed_leaf_page)))
                                    : kind == branch_page;
    if (!fits)
      return report(task.page,
                    fmt::format("it is of kind {} at level {} of {}", kind, task.level, task.table.depth));
    if (const auto count = entries_of(task.page, page)) visit_nodes(task, page, *count, kind);
  }

  // Number of entries of a page or sub-page; nullopt (and a finding) if its bounds cannot be right.
  std::optional<std::size_t> entries_of(std::uint64_t number, std::string_view page) {
    const std::size_t lower = load<std::uint16_t>(page, 12);
    const std::size_t upper = load<std::uint16_t>(page, 14);
    if (lower < page_header_bytes || lower > upper || upper > page.size() || lower % 2 != 0) {
      report(number, "its bounds cannot be right");
      return std::nullopt;
    }
    const std::size_t count = (lower - page_header_bytes) / 2;
    if (count == 0) {
      report(number, "it is empty");
      return std::nullopt;
    }
    return count;
  }

  // One entry of a branch or leaf page.
  struct Node {
    std::size_t offset = 0;
    std::string_view key;
    std::size_t data_at = 0;
  };

  void visit_nodes(const Task& task, std::string_view page, std::size_t count, std::uint16_t kind) {
    if ((kind & fixed_leaf_page) != 0) return check_fixed(task.page, page, count);
    std::vector<std::uint64_t> children;
    std::size_t chosen = 0;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto node = node_at(task.page, page, i);
      if (!node) return;
      bytes += node->data_at - node->offset;
      if (kind == branch_page) {
        children.push_back(child_of(page, node->offset));
        if (task.way.path != nullptr && i > 0 && node->key <= task.way.target()) chosen = i;
      } else {
        bytes += visit_data(task, page, *node);
      }
    }
    if (bytes > page.size() - load<std::uint16_t>(page, 14)) return report(task.page, "its entries overlap");
    add_children(task, children, chosen);
  }

  std::optional<Node> node_at(std::uint64_t number, std::string_view page, std::size_t index) {
    const std::size_t offset = load<std::uint16_t>(page, page_header_bytes + index * 2);
    if (offset < load<std::uint16_t>(page, 14) || offset + node_header_bytes > page.size() ||
        offset % 2 != 0) {
      report(number, fmt::format("entry {} is outside the page", index));
      return std::nullopt;
    }
    const std::size_t key_bytes = load<std::uint16_t>(page, offset + 6);
    const std::size_t key_at = offset + node_header_bytes;
    if (key_at + key_bytes > page.size() || key_bytes > 511) {
      report(number, fmt::format("the key of entry {} is too long", index));
      return std::nullopt;
    }
    return Node{offset, page.substr(key_at, key_bytes), key_at + key_bytes};
  }

  static std::uint64_t child_of(std::string_view page, std::size_t offset) {
    return load<std::uint16_t>(page, offset) | std::uint64_t{load<std::uint16_t>(page, offset + 2)} << 16U |
           std::uint64_t{load<std::uint16_t>(page, offset + 4)} << 32U;
  }

  void add_children(const Task& task, const std::vector<std::uint64_t>& children, std::size_t chosen) {
    if (task.way.ends_here) return;
    for (std::size_t i = 0; i < children.size(); ++i) {
      Way way = task.way;
      const bool beside = i + 1 == chosen || i == chosen + 1;
      if (way.path != nullptr && i != chosen && !(way.neighbours && beside)) continue;
      way.ends_here = way.path != nullptr && i != chosen;
      todo_.push_back({children[i], task.level + 1, task.table, way});
    }
  }

  void check_fixed(std::uint64_t number, std::string_view page, std::size_t count) {
    const std::size_t each = load<std::uint16_t>(page, 8);
    if (each == 0 || page_header_bytes + count * each > page.size()) {
      report(number, "its values are longer than the page");
    }
  }

  // Returns the bytes that the data takes in the page.
  std::size_t visit_data(const Task& task, std::string_view page, const Node& node) {
    const std::size_t bytes = load<std::uint16_t>(page, node.offset) |
                              std::size_t{load<std::uint16_t>(page, node.offset + 2)} << 16U;
    const auto flags = load<std::uint16_t>(page, node.offset + 4);
    const std::size_t stored = (flags & big_data) != 0 ? sizeof(std::uint64_t) : bytes;
    if (stored > page.size() - node.data_at) {
      report(task.page, "a value is longer than the page");
    } else if ((flags & big_data) != 0) {
      const bool wanted = task.way.path == nullptr || task.table.is_free_list;
      if (wanted) visit_overflow(task, load<std::uint64_t>(page, node.data_at), bytes);
    } else if ((flags & sub_table) != 0) {
      visit_sub_table(task, page, node, bytes, (flags & duplicates) != 0);
    } else if ((flags & duplicates) != 0) {
      visit_sub_page(task.page, page.substr(node.data_at, bytes));
    } else if (task.table.is_free_list) {
      check_free_list(task, page.substr(node.data_at, bytes));
    }
    return stored;
  }

  void visit_sub_table(const Task& task, std::string_view page, const Node& node, std::size_t bytes,
                       bool holds_duplicates) {
    if (bytes != table_bytes) return report(task.page, "a table's description has the wrong length");
    Table table = table_at(page, node.data_at);
    table.holds_duplicates = holds_duplicates;
    if (task.way.path == nullptr) return add_table(table);
    Way way = task.way;
    if (way.ends_here || node.key != way.target() || ++way.step == way.path->size()) return;
    add_table(table, way);
  }

  void visit_overflow(const Task& task, std::uint64_t first, std::size_t bytes) {
    const std::uint64_t count = (page_header_bytes - 1 + bytes) / page_bytes_ + 1;
    if (!claim(first, count)) return;
    const std::string head = read_at(descriptor_, first * page_bytes_, page_bytes_);
    if (head.size() < page_header_bytes || load<std::uint64_t>(head, 0) != first ||
        (load<std::uint16_t>(head, 10) & page_kind_mask) != overflow_page ||
        load<std::uint32_t>(head, 12) != count) {
      return report(first, "it should begin a long value, and does not");
    }
    if (task.table.is_free_list) {
      const std::string whole = read_at(descriptor_, first * page_bytes_, page_header_bytes + bytes);
      if (whole.size() == page_header_bytes + bytes) {
        check_free_list(task, std::string_view(whole).substr(page_header_bytes));
      }
    }
  }

  // The values of one key, kept inside the node.
  void visit_sub_page(std::uint64_t number, std::string_view page) {
    if (page.size() < page_header_bytes) return report(number, "a list of values is cut off");
    const auto count = entries_of(number, page);
    if (!count) return;
    if ((load<std::uint16_t>(page, 10) & fixed_leaf_page) != 0) return check_fixed(number, page, *count);
    report(number, "a list of values has an unknown form");
  }

  void check_free_list(const Task& task, std::string_view list) {
    if (list.size() < 8 || load<std::uint64_t>(list, 0) > list.size() / 8 - 1) {
      return report(task.page, "a list of free pages is cut off");
    }
    const auto count = static_cast<std::size_t>(load<std::uint64_t>(list, 0));
    for (std::size_t i = 1; i <= count; ++i) {
      const auto page = load<std::uint64_t>(list, i * 8);
      if (page < 2 || page > last_page_) return report(task.page, "a free page is outside the file");
      if (i > 1 && page >= load<std::uint64_t>(list, (i - 1) * 8)) {
        return report(task.page, "a list of free pages is out of order");
      }
      free_.push_back(page);
    }
  }

  int descriptor_;
  std::uint64_t page_bytes_;
  std::uint64_t last_page_;
  std::uint64_t pages_in_file_ = 0;
  std::size_t limit_;
  std::vector<bool> seen_;
  std::unordered_map<std::uint64_t, std::string> pages_;
  std::vector<std::uint64_t> free_;
  std::vector<Task> todo_;
  std::vector<std::string> findings_;
};

std::vector<std::string> walk(int descriptor, const Meta& meta, std::size_t limit) {
  Walker walker(descriptor, meta, limit);
  walker.add_all(meta);
  return walker.walk();
}

}  // namespace

void check_header(const std::filesystem::path& path) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    const auto code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::failed;
    throw Error(code, "cannot open " + path.string() + ": " + system_message(errno));
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) raise(errno, "cannot open " + path.string());
  if (S_ISDIR(info.st_mode)) {
    throw Error(ErrorCode::bad_input, "there is a folder where the store's file should be");
  }
  if (!S_ISREG(info.st_mode)) throw Error(ErrorCode::bad_input, "it is not a regular file");
  if (info.st_size == 0)
    throw Error(ErrorCode::bad_input, "the file is empty, not a store").hint("delete it");
  const auto metas = metas_of(file.get());
  const Meta& meta = newest(metas);
  // Asked again: another process may have added pages since.
  if (::fstat(file.get(), &info) != 0) raise(errno, "cannot open " + path.string());
  const auto in_use = (meta.last_page + 1) * meta.page_bytes;
  if (static_cast<std::uint64_t>(info.st_size) >= in_use) return;
  // Pages at the end that were given back before they were written may be missing; others may not.
  if (walk(file.get(), meta, 1).empty()) return;
  throw damaged(fmt::format("the file ends after {} bytes of {}", info.st_size, in_use));
}

std::vector<std::string> check_pages(int file_descriptor, std::uint64_t snapshot_id, std::size_t limit) {
  for (const auto& meta : metas_of(file_descriptor)) {
    if (meta.snapshot == snapshot_id) return walk(file_descriptor, meta, limit);
  }
  return {};
}

void require_sound_pages(int file_descriptor, std::uint64_t snapshot_id) {
  const auto findings = check_pages(file_descriptor, snapshot_id, 1);
  if (!findings.empty()) throw damaged(findings.front());
}

void check_paths(int file_descriptor, std::uint64_t snapshot_id, const std::vector<PagePath>& paths,
                 bool neighbours) {
  static const PagePath first_free{std::string()};
  for (const auto& meta : metas_of(file_descriptor)) {
    if (meta.snapshot != snapshot_id) continue;
    Walker walker(file_descriptor, meta, 1);
    walker.add_path(meta.free_list, first_free, neighbours);
    for (const auto& path : paths) walker.add_path(meta.main, path, neighbours);
    if (const auto findings = walker.walk(); !findings.empty()) throw damaged(findings.front());
    return;
  }
  throw damaged("its head does not name the newest state");
}

}  // namespace gimlet::store::lmdb

#include "gitops/git2/shared_mode.hpp"

#include <charconv>
#include <string>
#include <system_error>

#include <sys/stat.h>

#include "core/util/string.hpp"
#include "gitops/git2/handle.hpp"

namespace gimlet::git2 {
namespace {

constexpr mode_t group = 0660;
constexpr mode_t everybody = 0664;
constexpr mode_t read_bits = 0444;
constexpr mode_t write_bits = 0222;
constexpr mode_t permission_bits = 0777;

std::string setting(git_repository* repository) {
  ConfigHandle config;
  Buffer value;
  if (git_repository_config(out_ptr(config), repository) != 0) return "";
  if (git_config_get_string_buf(value.get(), config.get(), "core.sharedrepository") != 0) return "";
  return to_lower(value.data());
}

mode_t executable_where_readable(mode_t mode) {
  return mode | ((mode & read_bits) >> 2U);
}

}  // namespace

SharedMode SharedMode::of(git_repository* repository) {
  constexpr int octal = 8;
  constexpr mode_t read_and_write = 0666;
  const std::string value = setting(repository);
  SharedMode mode;
  unsigned number = 0;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), number, octal);
  if (value == "all" || value == "world" || value == "everybody") {
    mode.bits_ = everybody;
  } else if (value == "group") {
    mode.bits_ = group;
  } else if (code == std::errc() && end == value.data() + value.size()) {
    if (number == 1) mode.bits_ = group;
    if (number == 2) mode.bits_ = everybody;
    mode.exact_ = number > 2;
    if (mode.exact_) mode.bits_ = number & read_and_write;
  } else if (int flag = 0; git_config_parse_bool(&flag, value.c_str()) == 0 && flag != 0) {
    mode.bits_ = group;
  }
  mode.shared_ = mode.bits_ != 0;
  return mode;
}

mode_t SharedMode::adjusted(mode_t mode) const {
  if (!shared_) return mode;
  mode_t bits = bits_;
  if ((mode & S_IWUSR) == 0) bits &= ~write_bits;
  if ((mode & S_IXUSR) != 0) bits = executable_where_readable(bits);
  mode_t result = exact_ ? (mode & ~permission_bits) | bits : mode | bits;
  if (S_ISDIR(mode)) {
    result = executable_where_readable(result);
    if ((result & (S_IRGRP | S_IWGRP)) != 0) result |= S_ISGID;
  }
  return result;
}

void SharedMode::adjust(int fd) const {
  struct stat info {};
  if (!shared_ || ::fstat(fd, &info) != 0) return;
  const mode_t wanted = adjusted(info.st_mode);
  if (wanted != info.st_mode) static_cast<void>(::fchmod(fd, wanted & ~mode_t{S_IFMT}));
}

void SharedMode::adjust(const std::filesystem::path& path) const {
  struct stat info {};
  if (!shared_ || ::lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) return;
  const mode_t wanted = adjusted(info.st_mode);
  if (wanted != info.st_mode) static_cast<void>(::chmod(path.c_str(), wanted & ~mode_t{S_IFMT}));
}

std::error_code SharedMode::make_folders_for(const std::filesystem::path& file) const {
  const std::filesystem::path folder = file.parent_path();
  std::error_code code;
  if (folder.empty() || std::filesystem::exists(folder, code)) return {};
  if (const auto above = make_folders_for(folder)) return above;
  if (std::filesystem::create_directory(folder, code)) adjust(folder);
  return code;
}

}  // namespace gimlet::git2

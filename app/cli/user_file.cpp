#include "app/cli/user_file.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/output_file.hpp"
#include "store/own_files.hpp"

namespace gimlet::app {
namespace {

// Nothing where no place for the store is known.
std::optional<std::string> known_store(const Context& context) {
  try {
    return context.store_path();
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

void keep_off_the_store(const Context& context, const std::string& file) {
  const auto store = known_store(context);
  if (!store || !store::is_own_file(*store, file)) return;
  throw std::move(Error(ErrorCode::usage, fmt::format("{} is a file of the store itself", file))
                      .hint("give another path"));
}

void write_user_file(const Context& context, const std::string& file, std::string_view content) {
  keep_off_the_store(context, file);
  write_output_file(file, content);
}

}  // namespace gimlet::app

#pragma once

#include <string>
#include <string_view>

#include "app/context.hpp"

namespace gimlet::app {

// For files that a user names to be written. Throws usage for one of the store's own, through whatever links.
void keep_off_the_store(const Context& context, const std::string& file);

// Writes the whole of such a file, as write_output_file() does. Throws usage, not_found or failed.
void write_user_file(const Context& context, const std::string& file, std::string_view content);

}  // namespace gimlet::app

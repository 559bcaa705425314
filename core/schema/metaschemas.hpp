#pragma once

#include <optional>
#include <string_view>

namespace gimlet::schema {

// The text of a meta-schema of json-schema.org (drafts 4, 6, 7, 2019-09 and 2020-12) by its URL, http or
// https, without a fragment.
std::optional<std::string_view> find_metaschema(std::string_view url);

}  // namespace gimlet::schema

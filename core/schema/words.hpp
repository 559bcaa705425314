#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/schema/decimal.hpp"
#include "core/schema/document.hpp"

// How santhosh-tekuri/jsonschema writes values into its messages, in English.
namespace gimlet::schema {

// In single quotes, escaped as Go does.
std::string quoted(std::string_view text);
std::string quoted_list(const std::vector<std::string_view>& texts);  // 'a', 'b'

// golang.org/x/text's way: 12,345; from 10^6 on 1.5×10⁰⁶.
std::string localized(std::int64_t number);
std::string localized(const Decimal& number);

// A value of `enum` or `const`: numbers as the schema has them, null as <nil>.
std::string displayed(const Document& value);

// "string", "number", …
std::string_view type_name(const Document& value);

}  // namespace gimlet::schema

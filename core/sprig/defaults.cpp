#include <algorithm>

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {

void add_defaults(FunctionTable& table) {
  define(table, "default DEFAULT [VALUE...]", "VALUE, or DEFAULT if it is empty or left out.",
         [](Arguments& a) -> Value { return a.size() < 2 || is_empty(a[1]) ? a[0] : a[1]; });
  define(table, "empty VALUE", "Whether VALUE is nil, false, 0 or has no elements.",
         [](Arguments& a) -> Value { return is_empty(a[0]); });
  define(table, "coalesce [VALUE...]", "The first value that is not empty.", [](Arguments& a) -> Value {
    const auto found = std::find_if_not(a.begin(), a.end(), is_empty);
    return found == a.end() ? Value() : *found;
  });
  define(table, "all [VALUE...]", "Whether no value is empty.",
         [](Arguments& a) -> Value { return std::none_of(a.begin(), a.end(), is_empty); });
  define(table, "any [VALUE...]", "Whether some value is not empty.",
         [](Arguments& a) -> Value { return !std::all_of(a.begin(), a.end(), is_empty); });
  define(table, "ternary YES NO CONDITION", "YES if CONDITION is true, else NO.",
         [](Arguments& a) -> Value { return tmpl::bool_argument(a, 2) ? a[0] : a[1]; });
}

}  // namespace gimlet::sprig

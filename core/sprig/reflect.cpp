#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {

void add_reflection(FunctionTable& table) {
  using tmpl::string_argument;
  define(table, "typeOf VALUE", "The Go type of VALUE.",
         [](Arguments& a) -> Value { return a[0].type_name(); });
  define(table, "typeIs TYPE VALUE", "Whether VALUE is of that Go type.",
         [](Arguments& a) -> Value { return string_argument(a, 0) == a[1].type_name(); });
  define(table, "typeIsLike TYPE VALUE", "Whether VALUE is of that Go type or points to it.",
         [](Arguments& a) -> Value {
           const std::string type = a[1].type_name();
           return string_argument(a, 0) == type || "*" + string_argument(a, 0) == type;
         });
  define(table, "kindOf VALUE", "The kind of VALUE: string, int, float64, map, slice, bool, invalid for nil.",
         [](Arguments& a) -> Value { return kind_name(a[0]); });
  define(table, "kindIs KIND VALUE", "Whether VALUE is of that kind.",
         [](Arguments& a) -> Value { return string_argument(a, 0) == kind_name(a[1]); });
  define(table, "deepEqual A B", "Whether both have the same type and content.",
         [](Arguments& a) -> Value { return deep_equal(a[0], a[1]); });
}

}  // namespace gimlet::sprig

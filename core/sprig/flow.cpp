#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"

namespace gimlet::sprig {

void add_flow(FunctionTable& table) {
  using tmpl::string_argument;
  define(table, "fail MESSAGE", "Stops with an error.",
         [](Arguments& a) -> Value { fail(string_argument(a, 0)); });
  define(table, "required MESSAGE VALUE", "VALUE, or an error if it is nil or \"\".",
         [](Arguments& a) -> Value {
           const auto& message = string_argument(a, 0);
           if (a[1].is_nil() || (a[1].is_string() && a[1].as_string().empty())) fail(message);
           return a[1];
         });
  define_with_context(table, "include NAME DATA", "The text of the named template, executed with DATA.",
                      [](CallContext& context, Arguments& a) -> Value {
                        return context.execute_template(string_argument(a, 0), a[1]);
                      });
  define_with_context(table, "tpl TEXT DATA", "TEXT as a template, executed with DATA.",
                      [](CallContext& context, Arguments& a) -> Value {
                        return context.execute_text(string_argument(a, 0), a[1]);
                      });
}

}  // namespace gimlet::sprig

#include "core/sprig/convert.hpp"
#include "core/sprig/families.hpp"
#include "core/util/string.hpp"

namespace gimlet::sprig {
namespace {

// Helm deletes what text/template prints for nil.
std::string without_no_value(std::string text) {
  return replace_all(std::move(text), "<no value>", "");
}

}  // namespace

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
  define(table, "lookup API_VERSION KIND NAMESPACE NAME",
         "An object of the cluster: an empty map, since there is none.", [](Arguments& a) -> Value {
           for (std::size_t i = 0; i < a.size(); ++i) string_argument(a, i);
           return Value::map();
         });
  define_with_context(table, "include NAME DATA", "The text of the named template, executed with DATA.",
                      [](CallContext& context, Arguments& a) -> Value {
                        return context.execute_template(string_argument(a, 0), a[1]);
                      });
  define_with_context(table, "tpl TEXT DATA", "TEXT as a template, executed with DATA.",
                      [](CallContext& context, Arguments& a) -> Value {
                        return without_no_value(context.execute_text(string_argument(a, 0), a[1]));
                      });
}

}  // namespace gimlet::sprig

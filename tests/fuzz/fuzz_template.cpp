// Any text as a template: it must parse and run, or end in an Error, within small limits. What it prints of
// its data is Go's formatting, so printf's format strings are fuzzed along.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/template/arguments.hpp"
#include "core/template/template.hpp"
#include "core/util/error.hpp"

using namespace gimlet;

namespace {

std::shared_ptr<const tmpl::FunctionTable> make_functions() {
  auto table = std::make_shared<tmpl::FunctionTable>();
  table->add({"include", 2, 2, "", "", [](tmpl::CallContext& context, tmpl::Arguments& arguments) -> Value {
                return context.execute_template(tmpl::string_argument(arguments, 0), arguments[1]);
              }});
  table->add({"tpl", 2, 2, "", "", [](tmpl::CallContext& context, tmpl::Arguments& arguments) -> Value {
                return context.execute_text(tmpl::string_argument(arguments, 0), arguments[1]);
              }});
  table->add({"list", 0, -1, "", "", [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
                return Value::list(arguments);
              }});
  return table;
}

Value make_data() {
  Value inner = Value::map();
  inner.as_map().entries = {{"s", "str"}, {"n", nullptr}, {"f", 1.5}, {"l", Value::list({3, 1, "x"})}};
  Value data = Value::map();
  data.as_map().entries = {{"Values", inner}, {"m", Value::map()}, {"b", true}};
  return data;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const auto functions = make_functions();
  static const Value data = make_data();
  tmpl::Limits limits;
  limits.max_depth = 50;
  limits.max_output_bytes = 1U << 16U;
  limits.max_steps = 5000;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's bytes are the text
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  try {
    static_cast<void>(tmpl::render("t", text, data, functions, tmpl::MissingKey::zero, limits));
  } catch (const Error&) {
  }
  return 0;
}

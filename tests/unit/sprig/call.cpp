#include "tests/unit/sprig/call.hpp"

#include <chrono>

#include "core/sprig/registry.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::test {
namespace {

class FixedClock : public Clock {
 public:
  [[nodiscard]] std::chrono::system_clock::time_point now() const override {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(1646370367089));
  }
};

// include and tpl show what they were asked for.
class Context : public tmpl::CallContext {
 public:
  std::string execute_template(std::string_view name, const Value& data) override {
    return "template " + std::string(name) + " " + format_value(data);
  }
  std::string execute_text(std::string_view text, const Value& data) override {
    return "text " + std::string(text) + " " + format_value(data);
  }
};

}  // namespace

Value call(std::string_view name, std::vector<Value> arguments) {
  static const FixedClock clock;
  static const auto table = sprig::standard_functions(&clock);
  const tmpl::Function* function = table->find(name);
  if (function == nullptr) throw Error(ErrorCode::failed, "no function " + std::string(name));
  Context context;
  return function->call(context, arguments);
}

std::string text(std::string_view name, std::vector<Value> arguments) {
  return format_value(call(name, std::move(arguments)));
}

std::string error(std::string_view name, std::vector<Value> arguments) {
  try {
    return "no error but " + text(name, std::move(arguments));
  } catch (const Error& error) {
    return error.message();
  }
}

Value list(std::vector<Value> items) {
  return Value::list(std::move(items));
}

Value dict(std::vector<Value> keys_and_values) {
  return call("dict", std::move(keys_and_values));
}

Value texts(std::vector<Value> items) {
  return Value::list(std::move(items), ElementType::string);
}

}  // namespace gimlet::test

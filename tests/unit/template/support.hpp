#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/template/arguments.hpp"
#include "core/template/template.hpp"
#include "core/util/error.hpp"

// What the template tests share: a few functions, and rendering to a text or to an error's message.
namespace gimlet::test {

inline std::shared_ptr<const tmpl::FunctionTable> functions() {
  auto table = std::make_shared<tmpl::FunctionTable>();
  const auto add = [&](std::string name, int least, int most, tmpl::Implementation call) {
    table->add({std::move(name), least, most, "", "", std::move(call)});
  };
  add("include", 2, 2, [](tmpl::CallContext& context, tmpl::Arguments& arguments) -> Value {
    return context.execute_template(tmpl::string_argument(arguments, 0), arguments[1]);
  });
  add("tpl", 2, 2, [](tmpl::CallContext& context, tmpl::Arguments& arguments) -> Value {
    return context.execute_text(tmpl::string_argument(arguments, 0), arguments[1]);
  });
  add("list", 0, -1, [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    return Value::list(std::move(arguments));
  });
  add("dict", 0, -1, [](tmpl::CallContext&, tmpl::Arguments& arguments) {
    Value map = Value::map();
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
      map.as_map().entries[arguments[i].as_string()] = arguments[i + 1];
    }
    return map;
  });
  add("fail", 1, 1, [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    throw Error(ErrorCode::bad_input, tmpl::string_argument(arguments, 0));
  });
  add("upto", 2, 2, [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    const auto count = static_cast<std::size_t>(tmpl::int_argument(arguments, 0));
    return tmpl::string_argument(arguments, 1).substr(0, count);
  });
  add("half", 1, 1, [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    return tmpl::float_argument(arguments, 0) / 2;
  });
  return table;
}

inline Value make_map(std::initializer_list<std::pair<const std::string, Value>> entries) {
  Value map = Value::map();
  map.as_map().entries = entries;
  return map;
}

// {"s": "str", "n": nil, "i": 5, "f": 1.5, "l": [3 1 2], "m": {"a": 2.0, "b": 1.0}, "nest": {"x": {"y":
// "deep"}}}
inline Value sample() {
  return make_map({{"s", "str"},
                   {"n", nullptr},
                   {"i", 5},
                   {"f", 1.5},
                   {"l", Value::list({3, 1, 2})},
                   {"m", make_map({{"a", 2.0}, {"b", 1.0}})},
                   {"nest", make_map({{"x", make_map({{"y", "deep"}})}})}});
}

inline std::string text_of(std::string_view source, const Value& data = sample(),
                           tmpl::MissingKey missing = tmpl::MissingKey::no_value,
                           const tmpl::Limits& limits = {}) {
  return tmpl::render("t", source, data, functions(), missing, limits);
}

// The message of the error that rendering ends in; "no error: <text>" if it does not.
inline std::string error_of(std::string_view source, const Value& data = sample(),
                            tmpl::MissingKey missing = tmpl::MissingKey::no_value,
                            const tmpl::Limits& limits = {}) {
  try {
    return "no error: " + text_of(source, data, missing, limits);
  } catch (const Error& error) {
    return error.message();
  }
}

}  // namespace gimlet::test

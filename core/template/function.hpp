#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/value/value.hpp"

namespace gimlet::tmpl {

// What a running template lends to a function that needs more than its arguments.
class CallContext {
 public:
  CallContext() = default;
  CallContext(const CallContext&) = delete;
  CallContext& operator=(const CallContext&) = delete;
  virtual ~CallContext() = default;
  // Executes the named template ("include") with `data` as the dot and returns its text.
  virtual std::string execute_template(std::string_view name, const Value& data) = 0;
  // Parses `text` in a clone of the running template's namespace and executes it ("tpl").
  virtual std::string execute_text(std::string_view text, const Value& data) = 0;
};

using Arguments = std::vector<Value>;

// A function a template can call. Throws Error(bad_input) with the message Go would give; the executor adds
// "error calling <name>: " and the position.
using Implementation = std::function<Value(CallContext&, Arguments&)>;

struct Function {
  std::string name;
  int min_arguments = 0;
  int max_arguments = 0;  // -1: any number
  std::string signature;  // "default DEFAULT VALUE"
  std::string doc;        // one sentence
  Implementation call;
};

// The functions a template may use, by name. A table is put together from families by their add functions
// (sprig::add_strings(table), …) and then only read.
class FunctionTable {
 public:
  // A name that is there already is replaced.
  void add(Function function);
  // Room for so many functions.
  void reserve(std::size_t count) { functions_.reserve(count); }
  // nullptr if there is no such function.
  [[nodiscard]] const Function* find(std::string_view name) const;
  // All of them by their names.
  [[nodiscard]] std::map<std::string_view, const Function*> all() const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>{}(name); }
  };

  // A hash table: every start of a program that renders fills one.
  std::unordered_map<std::string, Function, Hash, std::equal_to<>> functions_;
};

}  // namespace gimlet::tmpl

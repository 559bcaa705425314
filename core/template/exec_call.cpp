#include <exception>
#include <optional>
#include <utility>

#include "core/template/exec.hpp"
#include "core/template/funcs.hpp"

namespace gimlet::tmpl {
namespace {

// The node Go's executor stood on after it had evaluated `node`: the last thing that was looked at in it.
const Node& last_visited(const Node& node) {
  if (node.type == NodeType::pipe) {
    return last_visited(*static_cast<const PipeNode&>(node).commands.back());
  }
  if (node.type == NodeType::command) {
    const auto args = static_cast<const CommandNode&>(node).args;
    return last_visited(*args.back());
  }
  if (node.type == NodeType::chain) return last_visited(*static_cast<const ChainNode&>(node).node);
  return node;
}

bool is_literal(const Node& node) {
  return node.type == NodeType::boolean || node.type == NodeType::number || node.type == NodeType::string;
}

// How Go names a literal of a type that was expected: "expected integer; found "x"".
std::string literal_kind(const std::string& type) {
  if (type.starts_with("int") && !type.starts_with("interface")) return "integer";
  if (type.starts_with("uint")) return "unsigned integer";
  if (type.starts_with("float")) return "float";
  if (type.starts_with("complex")) return "complex";
  if (type == "bool" || type == "string") return type;
  return "";
}

std::string number_words(std::string_view name, int wanted, std::size_t got) {
  return "wrong number of args for " + std::string(name) + ": want " + std::to_string(wanted) + " got " +
         std::to_string(got);
}

// The arguments proper: the first word is what is called.
std::span<const Node* const> without_first(std::span<const Node* const> args) {
  return args.empty() ? args : args.subspan(1);
}

}  // namespace

void Executor::check_count(std::string_view name, int least, int most, std::size_t written,
                           const Operand* final) const {
  const std::size_t got = written + (final != nullptr ? 1 : 0);
  if (most < 0) {
    if (got < static_cast<std::size_t>(least)) {
      fail("wrong number of args for " + std::string(name) + ": want at least " + std::to_string(least) +
           " got " + std::to_string(written));
    }
  } else if (got < static_cast<std::size_t>(least)) {
    fail(number_words(name, least, got));
  } else if (got > static_cast<std::size_t>(most)) {
    fail(number_words(name, most, got));
  }
}

Operand Executor::eval_function(const Operand& dot, const IdentifierNode& name, const Node& node, Nodes args,
                                Operand* final) {
  at(name);
  const Nodes rest = without_first(args);
  if (name.function == nullptr) {
    const Arity arity = arity_of(name.builtin);
    check_count(name.name, arity.least, arity.more ? -1 : arity.least, rest.size(), final);
    if (name.builtin == Builtin::and_ || name.builtin == Builtin::or_) {
      return eval_and_or(dot, name.builtin == Builtin::or_, rest, final);
    }
    return eval_builtin(dot, name, node, rest, final);
  }
  const Function& function = *name.function;
  check_count(name.name, function.min_arguments, function.max_arguments, rest.size(), final);
  NoValues no_values;
  Arguments arguments = evaluate(dot, rest, final, no_values);
  Value result = call_function(function, arguments, node, rest, no_values);
  if (result.is_string() && result.as_string().size() > options_.limits.max_output_bytes) {
    fail_bound("more than " + std::to_string(options_.limits.max_output_bytes) + " bytes of text");
  }
  const auto shape = result.is_nil() ? Operand::Shape::interface : Operand::Shape::concrete;
  return {std::move(result), shape};
}

Operand Executor::eval_and_or(const Operand& dot, bool is_or, Nodes args, const Operand* final) {
  Operand value;
  for (const Node* arg : args) {
    value = eval_argument(dot, *arg);
    if (value.get().truth() == is_or) return value;
  }
  return final != nullptr ? Operand(final->get(), final->shape()) : std::move(value);
}

Operand Executor::eval_builtin(const Operand& dot, const IdentifierNode& name, const Node& node, Nodes args,
                               Operand* final) {
  std::vector<Operand> arguments;
  arguments.reserve(args.size() + 1);
  for (const Node* arg : args) {
    Operand value = eval_argument(dot, *arg);
    const auto shape = value.shape();
    arguments.emplace_back(value.take(), shape);
  }
  if (final != nullptr) arguments.emplace_back(final->get(), final->shape());
  if (name.builtin == Builtin::printf && !arguments[0].get().is_string()) {
    NoValues no_values;
    no_values.set(0, !arguments[0].valid());
    fail_argument(ArgumentError(0, "string", arguments[0].get()), args, no_values);
  }
  const std::string call_name = name.builtin == Builtin::call && !args.empty() ? to_text(*args[0]) : "";
  try {
    return call_builtin(name.builtin, arguments, call_name);
  } catch (const Error& error) {
    fail_call(node, name.name, error);
  }
}

Operand Executor::eval_method(const Operand& dot, const Operand& receiver, const Node& node,
                              std::string_view name, Nodes args, Operand* final, bool& found) {
  const Nodes rest = without_first(args);
  // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): the copy is the point
  const Value holder = receiver.get();  // keeps the object while it runs
  // Go looks for the method and counts its arguments before it looks at them: that is where such errors are.
  const Node* before = at_;
  NoValues no_values;
  Arguments arguments = evaluate(dot, rest, final, no_values);
  for (;;) {
    try {
      Value result;
      found = holder.as_object().member(name, arguments, result);
      if (!found) at_ = before;
      const auto shape = result.is_nil() ? Operand::Shape::interface : Operand::Shape::concrete;
      return {std::move(result), shape};
    } catch (const ArgumentError& error) {
      if (!convert_untyped(error, arguments, rest, no_values)) fail_argument(error, rest, no_values);
    } catch (const CallError& error) {
      at_ = before;
      fail(error.message());
    } catch (const Error& error) {
      fail_call(node, name, error);
    }
  }
}

Arguments Executor::evaluate(const Operand& dot, Nodes args, Operand* final, NoValues& no_values) {
  Arguments arguments;
  arguments.reserve(args.size() + (final != nullptr ? 1 : 0));
  const auto add = [&](bool valid, Value value) {
    if (!valid && arguments.size() < no_values.size()) no_values.set(arguments.size());
    arguments.push_back(std::move(value));
  };
  for (const Node* arg : args) {
    Operand operand = eval_argument(dot, *arg);
    add(operand.valid(), operand.take());
  }
  if (final != nullptr) add(final->valid(), final->get());
  return arguments;
}

Value Executor::call_function(const Function& function, Arguments& arguments, const Node& node, Nodes args,
                              const NoValues& no_values) {
  for (;;) {
    try {
      return function.call(*this, arguments);
    } catch (const ArgumentError& error) {
      if (!convert_untyped(error, arguments, args, no_values)) fail_argument(error, args, no_values);
    } catch (const CallError& error) {
      fail(error.message());
    } catch (const Error& error) {
      fail_call(node, function.name, error);
    }
  }
}

namespace {

// The whole number a literal is, if it is one that a 64-bit integer holds.
std::optional<std::int64_t> whole_number(const Value& literal) {
  if (literal.is_int()) return literal.as_int().value;
  if (!literal.is_float()) return std::nullopt;
  constexpr double kLimit = 9.2e18;
  const double number = literal.as_float();
  if (!(number > -kLimit && number < kLimit)) return std::nullopt;
  const auto whole = static_cast<std::int64_t>(number);
  return static_cast<double>(whole) == number ? std::optional(whole) : std::nullopt;
}

// A literal number as a parameter's type takes it, as Go's constants do; nil if it does not.
Value literal_as(const Value& literal, const std::string& type) {
  if (type == "float64" && literal.is_int()) return static_cast<double>(literal.as_int().value);
  const auto whole = whole_number(literal);
  if (!whole) return {};
  if (type == "int") return Value::go_int(*whole);
  if (type == "int64") return Value::go_int64(*whole);
  if (type == "uint32" && *whole >= 0) return Integer{static_cast<std::uint32_t>(*whole), IntType::uint32};
  return {};
}

// Go's nil of a type that has one; nil if it has none.
Value nil_of(const std::string& type) {
  if (type == "map[string]interface {}") return Value::nil_map();
  if (type == "[]interface {}") return Value::nil_list();
  return {};
}

}  // namespace

// What has no type of its own takes that of its parameter: literal numbers, and nil or no value where the
// type has a nil.
bool Executor::convert_untyped(const ArgumentError& error, Arguments& arguments, Nodes args,
                               const NoValues& no_values) const {
  const std::size_t i = error.index();
  const bool literal = i < args.size() && args[i]->type == NodeType::number;
  const bool nil =
      (i < args.size() && args[i]->type == NodeType::nil) || (i < no_values.size() && no_values[i]);
  if (!literal && !nil) return false;
  Value converted = literal ? literal_as(*static_cast<const ConstantNode&>(*args[i]).value, error.expected())
                            : nil_of(error.expected());
  if (converted.is_nil() || converted.type_name() == arguments.at(i).type_name()) return false;
  arguments[i] = std::move(converted);
  return true;
}

void Executor::fail_argument(const ArgumentError& error, Nodes args, const NoValues& no_values) {
  const std::size_t i = error.index();
  const std::string& type = error.expected();
  const bool no_value = i < no_values.size() && no_values[i];
  if (i >= args.size()) {  // the piped value; Go then stands on the last argument, or on the function
    if (!args.empty()) at(last_visited(*args.back()));
    if (no_value) fail("invalid value; expected " + type);
    fail(error.message());
  }
  const Node& node = *args[i];
  at(last_visited(node));
  if (node.type == NodeType::nil) fail("cannot assign nil to " + type);
  if (is_literal(node)) {
    const std::string kind = literal_kind(type);
    if (kind.empty()) fail("can't handle " + to_text(node) + " for arg of type " + type);
    fail("expected " + kind + "; found " + to_text(node));
  }
  if (no_value) fail("invalid value; expected " + type);
  fail(error.message());
}

void Executor::fail_call(const Node& node, std::string_view name, const Error& error) {
  // Each level of a deep recursion quotes the one below: past this size nobody reads on, and it grows with
  // the square of the depth.
  constexpr std::size_t largest_message = std::size_t{1024} * 1024;
  if (error.message().size() > largest_message) throw error;
  at(node);
  try {
    fail("error calling " + std::string(name) + ": " + error.message());
  } catch (Error& wrapped) {
    if (error.code() == wrapped.code()) {
      wrapped.hint(error.hint());
      throw;
    }
    throw Error(error.code(), wrapped.message()).at(wrapped.position()).hint(error.hint());
  }
}

}  // namespace gimlet::tmpl

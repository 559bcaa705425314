#include <array>

#include "core/go/strconv.hpp"
#include "core/template/exec.hpp"
#include "core/template/funcs.hpp"

namespace gimlet::tmpl {
namespace {

// A map, or the one behind an object; null for anything else.
const Map* map_of(const Value& value) {
  if (value.is_map()) return &value.as_map();
  if (!value.is_object()) return nullptr;
  const auto* map = value.as_object().map_ref();
  return map == nullptr ? nullptr : map->get();
}

}  // namespace
Executor::Variable& Executor::find_variable(std::string_view name) {
  for (std::size_t i = variables_.size(); i > base_; --i) {
    if (variables_[i - 1].name == name) return variables_[i - 1];
  }
  fail("undefined variable: " + std::string(name));
}

void Executor::declare(const PipeNode& pipe, const Operand& value) {
  for (const VariableNode* variable : pipe.declarations) {
    // A copy, because what it was borrowed from may change.
    Operand copy(value.get(), value.shape());
    if (pipe.is_assign) {
      find_variable(variable->names[0]).value = std::move(copy);
    } else {
      variables_.push_back({variable->names[0], std::move(copy)});
    }
  }
}

Operand Executor::eval_pipeline(const Operand& dot, const PipeNode& pipe) {
  at(pipe);
  Operand value;
  Operand* final = nullptr;
  for (const CommandNode* command : pipe.commands) {
    Operand result = eval_command(dot, *command, final);
    if (command != pipe.commands.back() && result.borrowed()) result = Operand(result.get(), result.shape());
    value = std::move(result);
    if (value.shape() == Operand::Shape::interface) value.unwrap();
    final = &value;
  }
  declare(pipe, value);
  return value;
}

void Executor::not_a_function(Nodes args, const Operand* final) const {
  if (args.size() > 1 || final != nullptr) fail("can't give argument to non-function " + to_text(*args[0]));
}

Operand Executor::eval_command(const Operand& dot, const CommandNode& command, Operand* final) {
  step();
  const Node& first = *command.args[0];
  switch (first.type) {
    case NodeType::field:
      at(first);
      return eval_fields(dot, dot.view(), first, static_cast<const FieldNode&>(first).names, command.args,
                         final);
    case NodeType::chain:
      return eval_chain(dot, static_cast<const ChainNode&>(first), command.args, final);
    case NodeType::identifier:
      return eval_function(dot, static_cast<const IdentifierNode&>(first), command, command.args, final);
    case NodeType::pipe:
      not_a_function(command.args, final);
      return eval_pipeline(dot, static_cast<const PipeNode&>(first));
    case NodeType::variable:
      return eval_variable(dot, static_cast<const VariableNode&>(first), command.args, final);
    default:
      break;
  }
  at(first);
  not_a_function(command.args, final);
  if (first.type == NodeType::dot) return dot.view();
  if (first.type == NodeType::nil) fail("nil is not a command");
  return eval_constant(static_cast<const ConstantNode&>(first));
}

Operand Executor::eval_constant(const ConstantNode& node) {
  if (node.value == nullptr) fail(std::string(node.text) + " overflows int");
  return Operand::borrow(*node.value, Operand::Shape::concrete);
}

Operand Executor::eval_argument(const Operand& dot, const Node& node) {
  at(node);
  switch (node.type) {
    case NodeType::dot:
      return dot.view();
    case NodeType::nil:
      return {};
    case NodeType::field:
      return eval_fields(dot, dot.view(), node, static_cast<const FieldNode&>(node).names, {}, nullptr);
    case NodeType::variable:
      return eval_variable(dot, static_cast<const VariableNode&>(node), {}, nullptr);
    case NodeType::pipe:
      return eval_pipeline(dot, static_cast<const PipeNode&>(node));
    case NodeType::identifier:
      return eval_function(dot, static_cast<const IdentifierNode&>(node), node, {}, nullptr);
    case NodeType::chain:
      return eval_chain(dot, static_cast<const ChainNode&>(node), {}, nullptr);
    case NodeType::boolean:
    case NodeType::number:
    case NodeType::string:
      return eval_constant(static_cast<const ConstantNode&>(node));
    default:
      fail("can't handle " + to_text(node) + " for arg");
  }
}

Operand Executor::eval_variable(const Operand& dot, const VariableNode& node, Nodes args, Operand* final) {
  at(node);
  const Operand& value = find_variable(node.names[0]).value;
  if (node.names.size() == 1) {
    if (args.size() > 1 || final != nullptr) not_a_function(args, final);
    return value.view();
  }
  return eval_fields(dot, value.view(), node, node.names.subspan(1), args, final);
}

Operand Executor::eval_chain(const Operand& dot, const ChainNode& node, Nodes args, Operand* final) {
  at(node);
  if (node.node->type == NodeType::nil) fail("indirection through explicit nil in " + to_text(node));
  return eval_fields(dot, eval_argument(dot, *node.node), node, node.fields, args, final);
}

Operand Executor::eval_fields(const Operand& dot, Operand receiver, const Node& node,
                              std::span<const std::string_view> names, Nodes args, Operand* final) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    receiver =
        eval_field(dot, std::move(receiver), node, names[i], last ? args : Nodes{}, last ? final : nullptr);
  }
  return receiver;
}

Operand Executor::eval_field(const Operand& dot, Operand receiver, const Node& node, std::string_view name,
                             Nodes args, Operand* final) {
  if (!receiver.valid()) {
    if (options_.missing == MissingKey::error) fail("nil data; no entry for key " + go::quote(name));
    return {};
  }
  if (receiver.is_nil()) fail("nil pointer evaluating " + receiver.type_name() + "." + std::string(name));
  if (receiver.get().is_object()) {
    const Object& object = receiver.get().as_object();
    bool found = false;
    if (object.may_have(name)) {
      Operand result = eval_method(dot, receiver, node, name, args, final, found);
      if (found) return result;
    }
    if (object.map_ref() == nullptr) {
      Value underlying = object.underlying();
      if (underlying.is_map()) receiver = Operand(std::move(underlying), Operand::Shape::concrete);
    }
  }
  if (const Map* map = map_of(receiver.get())) {
    if (args.size() > 1 || final != nullptr) fail(std::string(name) + " is not a method but has arguments");
    return eval_entry(*map, name, receiver.borrowed());
  }
  fail("can't evaluate field " + std::string(name) + " in type " + receiver.type_name());
}

// The entry of a map. Borrowed if what holds the map is.
Operand Executor::eval_entry(const Map& map, std::string_view name, bool borrowed) const {
  const bool any = map.element == ElementType::any;
  const auto shape = any ? Operand::Shape::interface : Operand::Shape::concrete;
  const auto entry = map.entries.find(name);
  if (entry != map.entries.end()) {
    return borrowed ? Operand::borrow(entry->second, shape) : Operand(entry->second, shape);
  }
  if (options_.missing == MissingKey::error) fail("map has no entry for key " + go::quote(name));
  if (options_.missing == MissingKey::no_value) return {};
  return {zero_of(map.element), shape};
}

}  // namespace gimlet::tmpl

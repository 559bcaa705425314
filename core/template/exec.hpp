#pragma once

#include <bitset>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/template/arguments.hpp"
#include "core/template/ast.hpp"
#include "core/template/operand.hpp"
#include "core/template/template.hpp"
#include "core/util/stack_guard.hpp"

namespace gimlet::tmpl {

struct Template {
  std::shared_ptr<const ParsedFile> file;
  const ListNode* root = nullptr;
};

// The templates that see each other. A clone for `tpl` holds only what it adds and looks the rest up in its
// parent.
class Namespace {
 public:
  explicit Namespace(const Namespace* parent = nullptr) : parent_(parent) {}
  // nullptr if there is none. The name lives as long as the namespace.
  [[nodiscard]] const std::pair<const std::string, Template>* find(std::string_view name) const;
  // Adds what a file defines; an empty definition replaces none.
  void add(const std::shared_ptr<const ParsedFile>& file);

 private:
  const Namespace* parent_;
  std::map<std::string, Template, std::less<>> templates_;
};

struct Options {
  std::shared_ptr<const FunctionTable> functions;
  MissingKey missing = MissingKey::no_value;
  Limits limits;
};

// One execution of a template and of all that it calls: a walk over the nodes as in Go's
// text/template/exec.go.
class Executor final : public CallContext {
 public:
  Executor(const Namespace& space, const Options& options);

  // Appends the text of the named template, with data as the dot.
  std::string run(std::string_view name, const Value& data);

  std::string execute_template(std::string_view name, const Value& data) override;
  std::string execute_text(std::string_view text, const Value& data) override;

 private:
  enum class Flow : std::uint8_t { next, break_, continue_ };
  using Nodes = std::span<const Node* const>;
  using NoValues =
      std::bitset<16>;  // which arguments are no value at all, for messages; a type is asked of few
  using Entry = std::pair<const std::string, Template>;
  struct Variable {
    std::string_view name;
    Operand value;
  };
  class Call;   // a template being executed: swaps the per-template state in and out
  class Scope;  // drops the variables that were declared in it

  // exec.cpp: statements
  Flow walk(const Operand& dot, const Node& node);
  Flow walk_list(const Operand& dot, const ListNode& list);
  Flow walk_branch(const Operand& dot, const BranchNode& node);
  Flow walk_range(const Operand& dot, const BranchNode& node);
  Flow range_over(const Operand& dot, const BranchNode& node, const Value& items, bool& any);
  Flow iterate(const BranchNode& node, Operand index, const Operand& element, bool& stop);
  void walk_action(const Operand& dot, const ActionNode& node);
  void walk_template(const Operand& dot, const TemplateNode& node);
  std::string capture(const Entry& entry, const Value& data);
  void print(const Value& value);
  void count_output();
  void step();

  // exec_eval.cpp: expressions
  Operand eval_pipeline(const Operand& dot, const PipeNode& pipe);
  Operand eval_command(const Operand& dot, const CommandNode& command, Operand* final);
  Operand eval_argument(const Operand& dot, const Node& node);
  Operand eval_constant(const ConstantNode& node);
  Operand eval_variable(const Operand& dot, const VariableNode& node, Nodes args, Operand* final);
  Operand eval_chain(const Operand& dot, const ChainNode& node, Nodes args, Operand* final);
  Operand eval_fields(const Operand& dot, Operand receiver, const Node& node,
                      std::span<const std::string_view> names, Nodes args, Operand* final);
  Operand eval_field(const Operand& dot, Operand receiver, const Node& node, std::string_view name,
                     Nodes args, Operand* final);
  Operand eval_entry(const Map& map, std::string_view name, bool borrowed) const;
  void not_a_function(Nodes args, const Operand* final) const;

  // exec_call.cpp: functions and methods
  Operand eval_function(const Operand& dot, const IdentifierNode& name, const Node& node, Nodes args,
                        Operand* final);
  Operand eval_and_or(const Operand& dot, bool is_or, Nodes args, const Operand* final);
  Operand eval_builtin(const Operand& dot, const IdentifierNode& name, const Node& node, Nodes args,
                       Operand* final);
  Operand eval_method(const Operand& dot, const Operand& receiver, const Node& node, std::string_view name,
                      Nodes args, Operand* final, bool& found);
  Value call_function(const Function& function, Arguments& arguments, const Node& node, Nodes args,
                      const NoValues& no_values);
  Arguments evaluate(const Operand& dot, Nodes args, Operand* final, NoValues& no_values);
  void check_count(std::string_view name, int least, int most, std::size_t written,
                   const Operand* final) const;
  bool convert_untyped(const ArgumentError& error, Arguments& arguments, Nodes args,
                       const NoValues& no_values) const;
  [[noreturn]] void fail_argument(const ArgumentError& error, Nodes args, const NoValues& no_values);
  [[noreturn]] void fail_call(const Node& node, std::string_view name, const Error& error);

  [[noreturn]] void fail(const std::string& message, const std::string& hint = {}) const;
  // For a bound that was reached.
  [[noreturn]] void fail_bound(const std::string& message) const;
  void at(const Node& node) { at_ = &node; }

  Variable& find_variable(std::string_view name);
  void declare(const PipeNode& pipe, const Operand& value);

  const Namespace* space_;
  const Options& options_;
  StackGuard stack_;
  // Of the template that runs now:
  const Entry* template_ = nullptr;
  const Node* at_ = nullptr;  // for messages
  std::size_t base_ = 0;      // its first variable
  std::deque<Variable> variables_;
  std::string* out_ = nullptr;
  int depth_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace gimlet::tmpl

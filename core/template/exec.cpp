#include "core/template/exec.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/go/strconv.hpp"
#include "core/template/funcs.hpp"
#include "core/template/parser.hpp"
#include "core/util/error.hpp"
#include "core/value/format.hpp"

namespace gimlet::tmpl {
namespace {

// The name Helm gives the namespace, and with it to the texts of `tpl`.
const std::string kNamespaceName = "gotpl";

const std::string kRaise = "if the chart means it, raise the bounds with --render-limits";

[[noreturn]] void no_template(std::string_view name) {
  throw Error(ErrorCode::bad_input, "template: no template " + go::quote(name) +
                                        " associated with template " + go::quote(kNamespaceName));
}

}  // namespace

const std::pair<const std::string, Template>* Namespace::find(std::string_view name) const {
  for (const Namespace* space = this; space != nullptr; space = space->parent_) {
    const auto entry = space->templates_.find(name);
    if (entry != space->templates_.end()) return &*entry;
  }
  return nullptr;
}

void Namespace::add(const std::shared_ptr<const ParsedFile>& file) {
  for (const auto& [name, root] : file->definitions) {
    if (is_empty_tree(*root) && find(name) != nullptr) continue;
    templates_.insert_or_assign(std::string(name), Template{file, root});
  }
}

// ---- frames

class Executor::Call {
 public:
  Call(Executor& executor, const Entry& entry, const Operand& dot)
      : executor_(executor),
        template_(executor.template_),
        at_(executor.at_),
        base_(executor.base_),
        mark_(executor.variables_.size()) {
    ++executor.depth_;
    executor.template_ = &entry;
    executor.at_ = nullptr;
    executor.base_ = mark_;
    executor.variables_.push_back({"$", dot});
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    --executor_.depth_;
    executor_.template_ = template_;
    executor_.at_ = at_;
    executor_.base_ = base_;
    executor_.variables_.resize(mark_);
  }

 private:
  Executor& executor_;
  const Entry* template_;
  const Node* at_;
  std::size_t base_;
  std::size_t mark_;
};

class Executor::Scope {
 public:
  explicit Scope(Executor& executor) : variables_(executor.variables_), mark_(variables_.size()) {}
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() { variables_.resize(mark_); }

 private:
  std::deque<Variable>& variables_;
  std::size_t mark_;
};

Executor::Executor(const Namespace& space, const Options& options)
    : space_(&space), options_(options), stack_(options.limits.max_stack_bytes) {}

std::string Executor::run(std::string_view name, const Value& data) {
  const Entry* entry = space_->find(name);
  if (entry == nullptr) no_template(name);
  return capture(*entry, data);
}

std::string Executor::capture(const Entry& entry, const Value& data) {
  const Operand dot =
      Operand::borrow(data, data.is_nil() ? Operand::Shape::invalid : Operand::Shape::concrete);
  std::string text;
  std::string* outer = std::exchange(out_, &text);
  struct Restore {
    std::string*& slot;
    std::string* value;
    ~Restore() { slot = value; }
  } const restore{out_, outer};
  const Call call(*this, entry, dot);
  walk_list(dot, *entry.second.root);
  // Large outputs are kept for a while: without what they might have grown into.
  constexpr std::size_t large = std::size_t{64} << 10U;
  if (text.capacity() > large) text.shrink_to_fit();
  return text;
}

std::string Executor::execute_template(std::string_view name, const Value& data) {
  const Entry* entry = space_->find(name);
  if (entry == nullptr) no_template(name);
  if (depth_ >= options_.limits.max_depth || stack_.exhausted()) {
    throw Error(ErrorCode::bad_input, "rendering template has a nested reference name: " + std::string(name) +
                                          ": unable to execute template")
        .hint(kRaise);
  }
  return capture(*entry, data);
}

std::string Executor::execute_text(std::string_view text, const Value& data) {
  if (depth_ >= options_.limits.max_depth || stack_.exhausted()) {
    throw Error(ErrorCode::bad_input, "exceeded maximum template depth (" + std::to_string(depth_) + ")")
        .hint(kRaise);
  }
  Namespace clone(space_);
  std::shared_ptr<const ParsedFile> file;
  try {
    file = parse_file(kNamespaceName, std::make_shared<const std::string>(text), *options_.functions,
                      options_.limits);
    clone.add(file);
  } catch (Error& error) {
    throw Error(error.code(), "cannot parse template " + go::quote(text) + ": " + error.message());
  }
  const Namespace* outer = std::exchange(space_, &clone);
  struct Restore {
    const Namespace*& slot;
    const Namespace* value;
    ~Restore() { slot = value; }
  } const restore{space_, outer};
  try {
    // Its own, also where it is empty and the clone has kept another one under the name they all have.
    const auto own = std::ranges::find(file->definitions, std::string_view(kNamespaceName),
                                       &std::pair<std::string_view, const ListNode*>::first);
    return capture(Entry{kNamespaceName, Template{file, own->second}}, data);
  } catch (const Error& error) {
    throw Error(error.code(),
                "error during tpl function execution for " + go::quote(text) + ": " + error.message())
        .hint(error.hint());
  }
}

// ---- messages

void Executor::fail(const std::string& message, const std::string& hint) const {
  const std::string& name = template_->first;
  const ParsedFile& file = *template_->second.file;
  if (at_ == nullptr) throw Error(ErrorCode::bad_input, "template: " + name + ": " + message).hint(hint);
  const Location where = locate(file, at_->pos);
  throw Error(ErrorCode::bad_input, "template: " + file.name + ":" + std::to_string(where.line) + ":" +
                                        std::to_string(where.column) + ": executing " + go::quote(name) +
                                        " at <" + to_text(*at_) + ">: " + message)
      .at({file.name, where.line, where.column + 1})
      .hint(hint);
}

void Executor::fail_bound(const std::string& message) const {
  fail(message, kRaise);
}

void Executor::step() {
  if (++steps_ > options_.limits.max_steps)
    fail_bound("more than " + std::to_string(options_.limits.max_steps) + " steps");
}

void Executor::count_output() {
  if (out_->size() > options_.limits.max_output_bytes) {
    fail_bound("more than " + std::to_string(options_.limits.max_output_bytes) + " bytes of output");
  }
}

void Executor::print(const Value& value) {
  append_printed(*out_, value);
  count_output();
}

// ---- statements

Executor::Flow Executor::walk_list(const Operand& dot, const ListNode& list) {
  for (const Node* node : list.nodes) {
    const Flow flow = walk(dot, *node);
    if (flow != Flow::next) return flow;
  }
  return Flow::next;
}

Executor::Flow Executor::walk(const Operand& dot, const Node& node) {
  at(node);
  step();
  switch (node.type) {
    case NodeType::text:
      out_->append(static_cast<const TextNode&>(node).text);
      count_output();
      return Flow::next;
    case NodeType::action:
      walk_action(dot, static_cast<const ActionNode&>(node));
      return Flow::next;
    case NodeType::if_:
    case NodeType::with:
      return walk_branch(dot, static_cast<const BranchNode&>(node));
    case NodeType::range:
      return walk_range(dot, static_cast<const BranchNode&>(node));
    case NodeType::template_:
      walk_template(dot, static_cast<const TemplateNode&>(node));
      return Flow::next;
    case NodeType::break_:
      return Flow::break_;
    case NodeType::continue_:
      return Flow::continue_;
    default:
      fail("unknown node: " + to_text(node));
  }
}

void Executor::walk_action(const Operand& dot, const ActionNode& node) {
  const Operand value = eval_pipeline(dot, *node.pipe);
  // What an action declares stays until the next end; and then it prints nothing.
  if (!node.pipe->declarations.empty()) return;
  at(node);
  print(value.get());
}

Executor::Flow Executor::walk_branch(const Operand& dot, const BranchNode& node) {
  if (stack_.exhausted()) fail_bound("nested too deeply");
  const Scope scope(*this);
  Operand value = eval_pipeline(dot, *node.pipe);
  if (value.get().truth()) {
    if (node.type == NodeType::if_) return walk_list(dot, *node.list);
    // Owned, because what it was borrowed from may change in the list.
    const Operand inner(value.take(), value.shape());
    return walk_list(inner, *node.list);
  }
  return node.else_list != nullptr ? walk_list(dot, *node.else_list) : Flow::next;
}

Executor::Flow Executor::walk_range(const Operand& dot, const BranchNode& node) {
  if (stack_.exhausted()) fail_bound("nested too deeply");
  const Scope scope(*this);
  Operand value = eval_pipeline(dot, *node.pipe);
  const Value items = indirect(value.get());
  bool any = false;
  const Flow flow = range_over(dot, node, items, any);
  if (flow != Flow::next || any || node.else_list == nullptr) return flow;
  return walk_list(dot, *node.else_list);
}

Executor::Flow Executor::range_over(const Operand& dot, const BranchNode& node, const Value& items,
                                    bool& any) {
  static_cast<void>(dot);
  bool stop = false;
  const auto iteration = [&](Operand index, const Operand& element) {
    any = true;
    return iterate(node, std::move(index), element, stop);
  };
  if (items.is_list()) {
    const List& list = items.as_list();
    const auto shape =
        list.element == ElementType::any ? Operand::Shape::interface : Operand::Shape::concrete;
    for (std::size_t i = 0; i < list.items.size() && !stop; ++i) {
      iteration({Value::go_int(static_cast<std::int64_t>(i)), Operand::Shape::concrete},
                {list.items[i], shape});
    }
  } else if (items.is_map()) {
    // A snapshot: the body may set and unset keys.
    const Map& map = items.as_map();
    const auto shape = map.element == ElementType::any ? Operand::Shape::interface : Operand::Shape::concrete;
    std::vector<std::pair<std::string, Value>> entries(map.entries.begin(), map.entries.end());
    for (auto& [key, element] : entries) {
      if (stop) break;
      iteration({std::move(key), Operand::Shape::concrete}, {std::move(element), shape});
    }
  } else if (items.is_int()) {
    if (node.pipe->declarations.size() > 1) {
      fail("can't use " + format_value(items) + " to iterate over more than one variable");
    }
    for (Integer i{0, items.as_int().type}; i.value < items.as_int().value && !stop; ++i.value) {
      iteration({}, {i, Operand::Shape::concrete});
    }
  } else if (!items.is_nil()) {
    fail("range can't iterate over " + format_value(items));
  }
  return Flow::next;
}

Executor::Flow Executor::iterate(const BranchNode& node, Operand index, const Operand& element, bool& stop) {
  const PipeNode& pipe = *node.pipe;
  const std::size_t count = pipe.declarations.size();
  if (pipe.is_assign) {
    if (count == 1) find_variable(pipe.declarations[0]->names[0]).value = element;
    if (count > 1) {
      find_variable(pipe.declarations[0]->names[0]).value = std::move(index);
      find_variable(pipe.declarations[1]->names[0]).value = element;
    }
  } else {
    const std::size_t top = variables_.size();
    if (count > 0) variables_[top - 1].value = element;
    if (count > 1) variables_[top - 2].value = std::move(index);
  }
  const Scope scope(*this);
  step();
  stop = walk_list(element, *node.list) == Flow::break_;
  return Flow::next;
}

void Executor::walk_template(const Operand& dot, const TemplateNode& node) {
  const Entry* entry = space_->find(node.name);
  if (entry == nullptr) fail("template " + go::quote(node.name) + " not defined");
  if (depth_ >= options_.limits.max_depth || stack_.exhausted()) {
    fail_bound("exceeded maximum template depth (" + std::to_string(depth_) + ")");
  }
  Operand inner;
  if (node.pipe != nullptr) {
    Operand value = eval_pipeline(dot, *node.pipe);
    inner = Operand(value.take(), value.shape());
  }
  const Call call(*this, *entry, inner);
  walk_list(inner, *entry->second.root);
}

}  // namespace gimlet::tmpl

#include "core/lint/template_problems.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/model/json_fields.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/ast.hpp"
#include "core/template/template.hpp"
#include "core/util/json.hpp"
#include "core/util/json_pointer.hpp"
#include "core/util/string.hpp"

namespace gimlet::lint {
namespace {

// What a template's root gives and what it calls.
struct Use {
  enum class Kind : std::uint8_t { variable, function };
  Kind kind = Kind::variable;
  std::string name;
  std::uint32_t pos = 0;
};

// Collects what one template uses. The dot is the variables at the root only; within range and with, and in
// templates that are called, it is something else. Recursion is bounded by the parser's.
class Uses {
 public:
  std::vector<Use> of(const tmpl::ParsedFile& file) {
    for (const auto& [name, list] : file.definitions) {
      const bool is_root = name == file.name;
      dollar_ = is_root;
      walk(*list, is_root);
    }
    return std::move(uses_);
  }

 private:
  void walk(const tmpl::Node& node, bool dot) {
    switch (node.type) {
      case tmpl::NodeType::list:
        for (const auto* each : static_cast<const tmpl::ListNode&>(node).nodes) walk(*each, dot);
        return;
      case tmpl::NodeType::action:
        return walk(*static_cast<const tmpl::ActionNode&>(node).pipe, dot);
      case tmpl::NodeType::pipe:
        for (const auto* command : static_cast<const tmpl::PipeNode&>(node).commands) {
          for (const auto* argument : command->args) walk(*argument, dot);
        }
        return;
      case tmpl::NodeType::if_:
      case tmpl::NodeType::range:
      case tmpl::NodeType::with:
        return walk_branch(static_cast<const tmpl::BranchNode&>(node), dot);
      case tmpl::NodeType::template_:
        if (const auto* pipe = static_cast<const tmpl::TemplateNode&>(node).pipe; pipe != nullptr) {
          walk(*pipe, dot);
        }
        return;
      case tmpl::NodeType::chain:
        return walk(*static_cast<const tmpl::ChainNode&>(node).node, dot);
      case tmpl::NodeType::field:
        if (dot) add(Use::Kind::variable, static_cast<const tmpl::FieldNode&>(node).names.front(), node.pos);
        return;
      case tmpl::NodeType::variable:
        return walk_variable(static_cast<const tmpl::VariableNode&>(node));
      case tmpl::NodeType::identifier:
        return add(Use::Kind::function, static_cast<const tmpl::IdentifierNode&>(node).name, node.pos);
      default:
        return;
    }
  }

  void walk_branch(const tmpl::BranchNode& branch, bool dot) {
    walk(*branch.pipe, dot);
    walk(*branch.list, dot && branch.type == tmpl::NodeType::if_);
    if (branch.else_list != nullptr) walk(*branch.else_list, dot);
  }

  void walk_variable(const tmpl::VariableNode& variable) {
    if (dollar_ && variable.names.size() > 1 && variable.names.front() == "$") {
      add(Use::Kind::variable, variable.names[1], variable.pos);
    }
  }

  void add(Use::Kind kind, std::string_view name, std::uint32_t pos) {
    uses_.push_back({kind, std::string(name), pos});
  }

  std::vector<Use> uses_;
  bool dollar_ = true;  // whether $ is the variables
};

// What Go says of a template that does not parse, less the places in it, and the line to blame: where the
// action began that has no end.
struct ParseFailure {
  std::string message;
  int line = 1;
};

ParseFailure failure_of(const Error& error, const std::string& name) {
  ParseFailure failure{error.message(), std::max(error.position().line, 1)};
  const std::string front = fmt::format("template: {}:{}: ", name, error.position().line);
  if (failure.message.starts_with(front)) failure.message.erase(0, front.size());
  const std::string began = fmt::format(" started at {}:", name);
  if (const std::size_t at = failure.message.rfind(began); at != std::string::npos) {
    const char* const digits = failure.message.data() + at + began.size();
    std::from_chars(digits, failure.message.data() + failure.message.size(), failure.line);
    failure.message.erase(at);
  }
  return failure;
}

class TemplateLint {
 public:
  TemplateLint(const std::set<std::string>& known, Report& report)
      : known_(known), report_(report), functions_(sprig::standard_functions()) {}

  void document(const Json& value, const std::string& pointer) {
    if (value.is_string()) {
      text(value.get_ref<const std::string&>(), pointer, false);
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) document(value[i], pointer_to(pointer, i));
    } else if (value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        const std::string at = pointer_to(pointer, key);
        text(key, at, true);
        if (equals_ignoring_case(at, "/cleanup")) {
          cleanup(member, at);
        } else if (!equals_ignoring_case(at, "/deploy")) {
          document(member, at);
        }
      }
    }
  }

 private:
  void text(const std::string& text, const std::string& pointer, bool is_key) {
    each_use(text, pointer, is_key, [&](const Use& use, const Position& position) {
      if (use.kind == Use::Kind::function) {
        note_function(use.name, position, pointer);
      } else if (!known_.contains(use.name) && told_.insert(use.name).second) {
        report_.add(Severity::warning, position, pointer,
                    fmt::format("nothing is known to give the variable {}", use.name), hint_for(use.name));
      }
    });
  }

  void cleanup(const Json& policy, const std::string& pointer) {
    const Json* const app = find_member(policy, "app");
    if (app == nullptr || !app->is_string()) return;
    const std::string at = pointer_to(pointer, std::string_view("app"));
    each_use(app->get_ref<const std::string&>(), at, false, [&](const Use& use, const Position& position) {
      if (use.kind != Use::Kind::variable || use.name == "BRANCH") return;
      report_.add(Severity::error, position, at,
                  fmt::format("the variable {} is not there when a branch is deleted", use.name),
                  "cleanup's app can use {{ .BRANCH }} and functions alone");
    });
  }

  template <class Fn>
  void each_use(const std::string& text, const std::string& pointer, bool is_key, const Fn& fn) {
    if (text.find("{{") == std::string::npos) return;
    try {
      const auto file = tmpl::parse_template(pointer, std::make_shared<const std::string>(text), *functions_);
      for (const Use& use : Uses().of(*file)) {
        const tmpl::Location location = tmpl::locate(*file, use.pos);
        fn(use, report_.places().inside(pointer, {location.line, location.column}, is_key));
      }
    } catch (const Error& error) {
      const auto [message, line] = failure_of(error, pointer);
      report_.add(Severity::error, report_.places().inside(pointer, {line, 0}, is_key), pointer, message,
                  error.hint());
    }
  }

  void note_function(const std::string& name, const Position& position, const std::string& pointer) {
    constexpr std::array silent{"env", "expandenv", "getHostByName"};
    if (std::find(silent.begin(), silent.end(), name) == silent.end()) return;
    report_.add(Severity::warning, position, pointer,
                fmt::format("the function {} gives an empty text here", name),
                "manifests see variables alone: give it as one, {{ .NAME }}");
  }

  [[nodiscard]] std::string hint_for(const std::string& name) const {
    const std::string near = closest(name, {known_.begin(), known_.end()});
    if (!near.empty()) return fmt::format("did you mean {}?", near);
    return fmt::format("a release fails without it; if your pipeline sets it, say so: --var {}=…", name);
  }

  const std::set<std::string>& known_;
  Report& report_;
  std::shared_ptr<const tmpl::FunctionTable> functions_;
  std::set<std::string> told_;
};

// Collects the variables of a document's templates. Its depth is bounded by parse_json's.
class Asked {
 public:
  explicit Asked(std::set<std::string>& names) : names_(names), functions_(sprig::standard_functions()) {}

  void document(const Json& value, const std::string& pointer) {
    if (value.is_string()) {
      text(value.get_ref<const std::string&>());
    } else if (value.is_array()) {
      for (const auto& each : value) document(each, pointer + "/-");
    } else if (value.is_object()) {
      for (const auto& [key, member] : value.items()) {
        const std::string at = pointer_to(pointer, key);
        text(key);
        if (!equals_ignoring_case(at, "/cleanup") && !equals_ignoring_case(at, "/deploy"))
          document(member, at);
      }
    }
  }

 private:
  void text(const std::string& text) {
    if (text.find("{{") == std::string::npos) return;
    try {
      const auto file = tmpl::parse_template("text", std::make_shared<const std::string>(text), *functions_);
      for (const Use& use : Uses().of(*file)) {
        if (use.kind == Use::Kind::variable) names_.insert(use.name);
      }
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): who renders it says what is wrong
    }
  }

  std::set<std::string>& names_;
  std::shared_ptr<const tmpl::FunctionTable> functions_;
};

}  // namespace

void lint_templates(const Json& document, const std::set<std::string>& known, Report& report) {
  TemplateLint(known, report).document(document, "");
}

std::set<std::string> variables_asked_for(const Json& document) {
  std::set<std::string> names;
  Asked(names).document(document, "");
  return names;
}

}  // namespace gimlet::lint

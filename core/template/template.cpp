#include "core/template/template.hpp"

#include <utility>

#include "core/template/exec.hpp"
#include "core/template/parser.hpp"

namespace gimlet::tmpl {

struct TemplateSet::State {
  Options options;
  Namespace space;
};

Limits Limits::times(unsigned factor) const {
  Limits raised = *this;
  raised.max_depth *= static_cast<int>(factor);
  raised.max_nesting *= static_cast<int>(factor);
  raised.max_output_bytes *= factor;
  raised.max_steps *= factor;
  raised.max_stack_bytes *= factor;
  return raised;
}

TemplateSet::TemplateSet(std::shared_ptr<const FunctionTable> functions, MissingKey missing, Limits limits)
    : state_(std::make_unique<State>(State{{std::move(functions), missing, limits}, Namespace()})) {
  if (state_->options.functions == nullptr) state_->options.functions = std::make_shared<FunctionTable>();
}

TemplateSet::TemplateSet(TemplateSet&&) noexcept = default;
TemplateSet& TemplateSet::operator=(TemplateSet&&) noexcept = default;
TemplateSet::~TemplateSet() = default;

void TemplateSet::parse(const std::string& name, std::string_view text) {
  state_->space.add(parse_file(name, std::make_shared<const std::string>(text), *state_->options.functions,
                               state_->options.limits));
}

void TemplateSet::add(const std::shared_ptr<const ParsedFile>& parsed) {
  state_->space.add(parsed);
}

std::shared_ptr<const ParsedFile> parse_template(const std::string& name,
                                                 std::shared_ptr<const std::string> text,
                                                 const FunctionTable& functions, const Limits& limits) {
  return parse_file(name, std::move(text), functions, limits);
}

std::string TemplateSet::execute(std::string_view name, const Value& data) const {
  return Executor(state_->space, state_->options).run(name, data);
}

bool TemplateSet::has(std::string_view name) const {
  return state_->space.find(name) != nullptr;
}

std::string render(const std::string& name, std::string_view text, const Value& data,
                   const std::shared_ptr<const FunctionTable>& functions, MissingKey missing,
                   const Limits& limits) {
  TemplateSet set(functions, missing, limits);
  set.parse(name, text);
  return set.execute(name, data);
}

}  // namespace gimlet::tmpl

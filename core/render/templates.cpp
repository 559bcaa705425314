#include "core/render/templates.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/render/yaml_structure.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/template.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::render {
namespace {

// A manifest is a page or two; these end a template that grows without end.
constexpr std::size_t max_output_bytes = std::size_t{64} * 1024 * 1024;
constexpr std::size_t max_steps = 10'000'000;

// Go's words for it.
constexpr std::string_view missing_key = "map has no entry for key \"";

Value data_of(const model::Variables& variables) {
  Value data = Value::map(ElementType::string);
  for (const auto& [name, value] : variables) data.as_map().entries.emplace(name, value);
  return data;
}

std::string hint_for(const std::string& message, const model::Variables& variables) {
  const std::size_t begin = message.find(missing_key);
  if (begin == std::string::npos) return "";
  const std::size_t name = begin + missing_key.size();
  const std::string missing = message.substr(name, message.find('"', name) - name);
  std::vector<std::string> names;
  for (const auto& [known, value] : variables) names.push_back(known);
  const std::string candidate = closest(missing, names);
  if (!candidate.empty()) return fmt::format("did you mean {}?", candidate);
  return fmt::format("set {} in the artifact's vars, or in the environment's .gimlet/vars", missing);
}

}  // namespace

bool has_template(const std::string& text) {
  return text.find("{{") != std::string::npos;
}

Templates::Templates(model::Variables variables, std::string source, const Clock* clock)
    : variables_(std::move(variables)), source_(std::move(source)), clock_(clock) {}

void Templates::set(const std::string& name, const std::string& value) {
  variables_.insert_or_assign(name, value);
}

std::string Templates::execute(const std::string& text, const std::string& pointer,
                               const model::Variables& variables) {
  if (!functions_) functions_ = sprig::standard_functions(clock_);
  tmpl::Limits limits;
  limits.max_output_bytes = max_output_bytes;
  limits.max_steps = max_steps;
  try {
    return tmpl::render(pointer, text, data_of(variables), functions_, tmpl::MissingKey::error, limits);
  } catch (Error& error) {
    error.at({source_}).pointer(pointer);
    if (const std::string hint = hint_for(error.message(), variables); !hint.empty()) error.hint(hint);
    throw;
  }
}

std::string Templates::render(const std::string& text, const std::string& pointer) {
  if (!has_template(text)) return text;
  std::string result = execute(text, pointer, variables_);
  output_bytes_ += result.size();
  if (output_bytes_ <= max_output_bytes) return result;
  throw Error(ErrorCode::bad_input,
              fmt::format("the manifest's templates give more than {} bytes", max_output_bytes))
      .at({source_})
      .pointer(pointer);
}

std::string Templates::render_yaml(const std::string& text, const std::string& pointer) {
  std::string result = render(text, pointer);
  const auto again = [&](const model::Variables& variables) { return execute(text, pointer, variables); };
  const std::string culprit = has_template(text) ? structure_changer(result, variables_, again) : "";
  if (culprit.empty()) return result;
  throw Error(ErrorCode::bad_input,
              fmt::format("the value of {} would change the structure of the YAML around it", culprit))
      .at({source_})
      .pointer(pointer)
      .hint(fmt::format("quote it: {{{{ .{} | quote }}}}", culprit));
}

}  // namespace gimlet::render

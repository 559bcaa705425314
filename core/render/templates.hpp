#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/model/artifact.hpp"
#include "core/template/function.hpp"
#include "core/util/time.hpp"

namespace gimlet::render {

// Whether a text holds a template at all.
bool has_template(const std::string& text);

// Executes the templates of one manifest with one set of variables.
class Templates {
 public:
  // `clock` is what the function `now` reads, the system's if it is null; it must outlive this.
  Templates(model::Variables variables, std::string source, const Clock* clock);

  // The text that a string's template gives. `pointer` says where the string stands. Throws bad_input.
  [[nodiscard]] std::string render(const std::string& text, const std::string& pointer);
  // The same for a string that holds YAML: throws bad_input if a variable's value changes its structure.
  [[nodiscard]] std::string render_yaml(const std::string& text, const std::string& pointer);

  void set(const std::string& name, const std::string& value);
  [[nodiscard]] const std::string& source() const { return source_; }

 private:
  [[nodiscard]] std::string execute(const std::string& text, const std::string& pointer,
                                    const model::Variables& variables);

  model::Variables variables_;
  std::string source_;
  const Clock* clock_;
  std::shared_ptr<const tmpl::FunctionTable> functions_;  // made for the first template
  std::size_t output_bytes_ = 0;
};

}  // namespace gimlet::render

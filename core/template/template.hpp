#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/template/function.hpp"
#include "core/value/value.hpp"

namespace gimlet::tmpl {

// What {{ .key }} of a key that a map lacks gives, as Go's option missingkey:
//   no_value  no value; it prints "<no value>", and so does a field of it (Go's default)
//   error     the error "map has no entry for key"
//   zero      the zero of the map's element type: an interface{} prints "<no value>" as well, but a field of
//   it is the
//             error "nil pointer evaluating interface {}.x" (what Helm uses)
enum class MissingKey { no_value, error, zero };

// Bounds that end a template which recurses, loops or grows without end.
struct Limits {
  int max_depth = 1000;    // nested {{template}} / include / tpl calls
  int max_nesting = 1000;  // nested blocks and parentheses while parsing
  std::size_t max_output_bytes = std::size_t{256} * 1024 * 1024;  // of one execution
  std::size_t max_steps = 100'000'000;                            // nodes executed
  std::size_t max_stack_bytes =
      std::size_t{4} * 1024 * 1024;  // of the calling thread, beyond what it had used

  // All of them times a factor. The caller sees to it that his thread has the stack.
  [[nodiscard]] Limits times(unsigned factor) const;
};

struct ParsedFile;

// Parses a text as template `name`, to be added to any number of namespaces that use the same table of
// functions, which must outlive it. Throws bad_input: "template: name:line: message", position filled.
std::shared_ptr<const ParsedFile> parse_template(const std::string& name,
                                                 std::shared_ptr<const std::string> text,
                                                 const FunctionTable& functions, const Limits& limits = {});

// A namespace of parsed templates, as text/template's *Template with its associated templates.
class TemplateSet {
 public:
  explicit TemplateSet(std::shared_ptr<const FunctionTable> functions,
                       MissingKey missing = MissingKey::no_value, Limits limits = {});
  TemplateSet(TemplateSet&&) noexcept;
  TemplateSet& operator=(TemplateSet&&) noexcept;
  ~TemplateSet();

  // Parses text as template `name` with the {{define}}s in it. A later definition of a name replaces an
  // earlier one, unless it is empty (Go's rule). Throws bad_input: "template: name:line: message", position
  // filled.
  void parse(const std::string& name, std::string_view text);

  // Adds a text that was parsed before, by the same rule.
  void add(const std::shared_ptr<const ParsedFile>& parsed);

  // Executes a parsed template with `data` as the dot. Throws bad_input with name:line:column and the
  // action's text: `template: t.yaml:1:16: executing "t.yaml" at <.Values.x.y>: nil pointer evaluating
  // interface {}.y`.
  [[nodiscard]] std::string execute(std::string_view name, const Value& data) const;

  [[nodiscard]] bool has(std::string_view name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Parses and executes a text on its own.
std::string render(const std::string& name, std::string_view text, const Value& data,
                   const std::shared_ptr<const FunctionTable>& functions,
                   MissingKey missing = MissingKey::no_value, const Limits& limits = {});

}  // namespace gimlet::tmpl

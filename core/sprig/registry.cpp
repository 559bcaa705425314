#include "core/sprig/registry.hpp"

#include <utility>

#include "core/sprig/families.hpp"

namespace gimlet::sprig {

void define_with_context(FunctionTable& table, std::string_view signature, std::string_view doc,
                         ContextBody body) {
  tmpl::Function function;
  function.signature = signature;
  function.doc = doc;
  function.call = std::move(body);
  for (std::size_t at = signature.find(' '); at != std::string_view::npos;) {
    const std::size_t next = signature.find(' ', at + 1);
    const std::string_view word = signature.substr(at + 1, next - at - 1);
    at = next;
    if (word.ends_with("...]")) {
      function.max_arguments = -1;
    } else if (word.starts_with("[")) {
      ++function.max_arguments;
    } else {
      ++function.min_arguments;
      ++function.max_arguments;
    }
  }
  function.name = signature.substr(0, signature.find(' '));
  table.add(std::move(function));
}

void define(FunctionTable& table, std::string_view signature, std::string_view doc, Body body) {
  define_with_context(table, signature, doc, [body = std::move(body)](CallContext&, Arguments& arguments) {
    return body(arguments);
  });
}

void alias(FunctionTable& table, const std::string& name, const std::string& existing) {
  tmpl::Function function = *table.find(existing);
  function.signature.replace(0, function.name.size(), name);
  function.name = name;
  table.add(std::move(function));
}

std::shared_ptr<FunctionTable> standard_functions(const Clock* clock) {
  static const SystemClock system_clock;
  constexpr std::size_t about_all = 300;
  const Clock& time = clock == nullptr ? system_clock : *clock;
  auto table = std::make_shared<FunctionTable>();
  table->reserve(about_all);
  add_certificates(*table, time);
  add_crypto(*table);
  add_dates(*table, time);
  add_defaults(*table);
  add_dicts(*table);
  add_documents(*table);
  add_encoding(*table);
  add_flow(*table);
  add_lists(*table);
  add_network(*table);
  add_numeric(*table);
  add_passwords(*table);
  add_paths(*table);
  add_reflection(*table);
  add_regex(*table);
  add_semver(*table);
  add_strings(*table);
  add_text_case(*table);
  add_urls(*table);
  add_word_case(*table);
  return table;
}

}  // namespace gimlet::sprig

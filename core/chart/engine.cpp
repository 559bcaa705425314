#include "core/chart/engine.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/chart/engine_error.hpp"
#include "core/chart/metadata.hpp"
#include "core/chart/values.hpp"
#include "core/sprig/helm_values.hpp"
#include "core/sprig/registry.hpp"
#include "core/template/arguments.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"

namespace gimlet::chart {
namespace {

struct Renderable {
  std::shared_ptr<const std::string> text;
  Value context;
  std::string base_path;
};
using Renderables = std::map<std::string, Renderable>;

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The contexts of a chart and those below it, and their templates.
Value collect(const Chart& chart, const Value& values, const Value& release, const Value& capabilities,
              Renderables& into) {
  Value metadata = metadata_map(chart.metadata);
  metadata.as_map().entries["IsRoot"] = chart.is_root();
  const Value subcharts = Value::map();
  Value context = map_of({{"Chart", metadata},
                          {"Files", files_object(chart.files)},
                          {"Release", release},
                          {"Capabilities", capabilities},
                          {"Values", sprig::helm_values(values.map_ref())},
                          {"Subcharts", subcharts}});
  for (const auto& below : chart.dependencies) {
    const Value* table = find_table(values, below->name());
    subcharts.as_map().entries[below->name()] =
        collect(*below, table == nullptr ? Value::map() : *table, release, capabilities, into);
  }
  const std::string path = chart.full_path();
  for (const auto& file : chart.templates) {
    if (chart.is_library() && !base_name(file.name).starts_with('_')) continue;
    into[path + "/" + file.name] = {file.data, context, path + "/templates"};
  }
  return context;
}

// The deepest first, then by name backwards: what is parsed last wins, so a chart overrides those below it.
std::vector<std::string> in_order(const Renderables& templates) {
  std::vector<std::pair<std::ptrdiff_t, std::string>> by_depth;
  by_depth.reserve(templates.size());
  for (const auto& [name, renderable] : templates) {
    by_depth.emplace_back(std::count(name.begin(), name.end(), '/'), name);
  }
  std::ranges::sort(by_depth, std::ranges::greater());
  std::vector<std::string> names;
  names.reserve(by_depth.size());
  for (auto& [depth, name] : by_depth) names.push_back(std::move(name));
  return names;
}

tmpl::Function replaced(const tmpl::FunctionTable& table, const char* name, tmpl::Implementation call) {
  tmpl::Function function = *table.find(name);
  function.call = std::move(call);
  return function;
}

// sprig's and Helm's functions, with `fail` and `required` marking their messages for describe_failure().
std::shared_ptr<const tmpl::FunctionTable> functions_of_charts(const Clock* clock) {
  auto table = sprig::standard_functions(clock);
  table->add(replaced(*table, "fail", [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    throw Error(ErrorCode::bad_input, marked(tmpl::string_argument(arguments, 0)));
  }));
  table->add(replaced(*table, "required", [](tmpl::CallContext&, tmpl::Arguments& arguments) -> Value {
    const std::string& message = tmpl::string_argument(arguments, 0);
    const Value& value = arguments[1];
    if (value.is_nil() || (value.is_string() && value.as_string().empty())) {
      throw Error(ErrorCode::bad_input, marked(message));
    }
    return value;
  }));
  return table;
}

}  // namespace

// Parsed texts by template name; a name with another text is parsed anew.
class Engine::Parsed {
 public:
  std::shared_ptr<const tmpl::ParsedFile> get(const std::string& name,
                                              const std::shared_ptr<const std::string>& text,
                                              const tmpl::FunctionTable& functions,
                                              const tmpl::Limits& limits) {
    Entry& entry = entries_[name];
    if (entry.text == nullptr || (entry.text != text && *entry.text != *text)) {
      entry = {text, tmpl::parse_template(name, text, functions, limits)};
    }
    return entry.parsed;
  }

 private:
  struct Entry {
    std::shared_ptr<const std::string> text;
    std::shared_ptr<const tmpl::ParsedFile> parsed;
  };
  std::map<std::string, Entry> entries_;
};

Engine::Engine(const Clock* clock, tmpl::Limits limits)
    : limits_(limits), functions_(functions_of_charts(clock)), parsed_(std::make_unique<Parsed>()) {}

Engine::~Engine() = default;

void Engine::forget() {
  parsed_ = std::make_unique<Parsed>();
}

std::map<std::string, std::string> Engine::render(const Chart& chart, const Value& values,
                                                  const ReleaseOptions& release,
                                                  const Capabilities& capabilities) {
  const Value release_map = map_of({{"Name", release.name},
                                    {"Namespace", release.ns},
                                    {"IsUpgrade", release.is_upgrade},
                                    {"IsInstall", !release.is_upgrade},
                                    {"Revision", 1},
                                    {"Service", "Helm"}});
  Renderables templates;
  collect(chart, values, release_map, capabilities_object(capabilities), templates);
  const auto names = in_order(templates);
  tmpl::TemplateSet set(functions_, tmpl::MissingKey::zero, limits_);
  for (const auto& name : names) {
    try {
      set.add(parsed_->get(name, templates[name].text, *functions_, limits_));
    } catch (const Error& error) {
      throw Error(ErrorCode::bad_input, describe_parse_error(name, error.message()));
    }
  }
  std::map<std::string, std::string> rendered;
  for (const auto& name : names) {
    if (base_name(name).starts_with('_')) continue;
    const Renderable& renderable = templates[name];
    const Value self = map_of({{"Name", name}, {"BasePath", renderable.base_path}});
    renderable.context.as_map().entries["Template"] = sprig::helm_values(self.map_ref());
    try {
      const Value dot = sprig::helm_values(renderable.context.map_ref());
      rendered[name] = replace_all(set.execute(name, dot), "<no value>", "");
    } catch (const Error& error) {
      throw Error(ErrorCode::bad_input, describe_failure(name, error.message())).hint(error.hint());
    }
  }
  return rendered;
}

}  // namespace gimlet::chart

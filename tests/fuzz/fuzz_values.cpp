// Any bytes are values or an error, and any values come together: the first line is a --set text, what stands
// before and after a line "%%" are the chart's values and the user's.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

#include "core/chart/loader.hpp"
#include "core/chart/set_values.hpp"
#include "core/chart/values.hpp"
#include "core/util/error.hpp"
#include "core/yaml/json.hpp"

using namespace gimlet;

namespace {

void only_bad_input(const std::function<void()>& fn) {
  try {
    fn();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::bad_input) std::abort();
  }
}

Value read(std::string_view text) {
  Value values = Value::map();
  only_bad_input([&] { values = chart::load_values(text); });
  return values;
}

std::shared_ptr<chart::Chart> chart_of(const std::string& name, const Value& values) {
  auto chart = std::make_shared<chart::Chart>();
  chart->metadata.name = name;
  chart->values = values.deep_copy();
  return chart;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = std::min(text.find('\n'), size);
  const std::string set(text.substr(0, line));
  const std::string_view rest = text.substr(std::min(line + 1, size));
  const auto mark = std::min(rest.find("\n%%\n"), rest.size());
  const Value own = read(rest.substr(0, mark));
  const Value user = read(rest.substr(std::min(mark + 4, rest.size())));

  const Value merged = chart::merge_maps(own, user);
  only_bad_input([&] { chart::set_values(set, merged); });
  only_bad_input([&] { chart::set_string_values(set, merged); });
  only_bad_input([&] { chart::set_file_values(set, merged, [](const std::string& path) { return path; }); });
  Value json = merged.deep_copy();
  only_bad_input([&] { chart::set_json_values(set, json); });
  only_bad_input([&] { yaml::marshal_json(merged); });

  const auto parent = chart_of("parent", own);
  parent->set_dependencies({chart_of("a", user), chart_of("global", own)});
  const std::string before = yaml::marshal_json(parent->values);
  chart::Warnings warnings;
  only_bad_input([&] { yaml::marshal_json(chart::coalesce_values(*parent, user, warnings)); });
  only_bad_input([&] { yaml::marshal_json(chart::merge_values(*parent, user, warnings)); });
  if (yaml::marshal_json(parent->values) != before) std::abort();
  return 0;
}

#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/chart/chart.hpp"
#include "core/chart/objects.hpp"
#include "core/template/template.hpp"
#include "core/util/time.hpp"

namespace gimlet::chart {

// What .Release holds besides Service.
struct ReleaseOptions {
  std::string name = "release-name";
  std::string ns = "default";
  bool is_upgrade = false;
};

// Executes the templates of a chart and of those below it, all in one namespace, as helm's pkg/engine does.
// Keeps what it parsed: rendering the same chart again parses nothing. Not for use by several threads.
class Engine {
 public:
  // `clock` is what now and date read; the system's if it is null.
  explicit Engine(const Clock* clock = nullptr, tmpl::Limits limits = {});
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  // Template name ("app/templates/x.yaml") -> text, partials left out. `values`: what coalesce_values gave.
  // Throws bad_input with Helm's words ("execution error at (…): …").
  std::map<std::string, std::string> render(const Chart& chart, const Value& values,
                                            const ReleaseOptions& release, const Capabilities& capabilities);

  // Lets go of what it parsed.
  void forget();

 private:
  class Parsed;

  tmpl::Limits limits_;
  std::shared_ptr<const tmpl::FunctionTable> functions_;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace gimlet::chart

// Where the time of a chart's rendering goes, in this process: medians over RUNS of its parts, and what the
// same chart costs for a second app, which parses no template again.
//   bench_render CHART [RUNS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "core/chart/loader.hpp"
#include "core/chart/template.hpp"
#include "core/util/error.hpp"

namespace {

using namespace gimlet;
using Time = std::chrono::steady_clock;

double milliseconds(Time::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

// One part: its name, and how long it took in each run.
struct Part {
  const char* name;
  std::vector<double> times;
};

double median(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

template <class Fn>
auto measured(Part& part, Fn&& fn) {
  const auto start = Time::now();
  auto result = fn();
  part.times.push_back(milliseconds(Time::now() - start));
  return result;
}

void run(const std::string& path, int runs) {
  Part load{"load: files, Chart.yaml, values.yaml, charts below", {}};
  Part first{"first app: values, schema, parsing, execution, sorting", {}};
  Part second{"second app: the same without parsing", {}};
  Part print{"printing", {}};
  std::size_t bytes = 0;
  for (int i = 0; i < runs; ++i) {
    std::vector<std::string> warnings;
    const auto chart = measured(load, [&] { return chart::load(path, warnings); });
    chart::Engine engine;
    chart::TemplateOptions options;
    options.release.name = "first";
    const auto output =
        measured(first, [&] { return chart::template_chart(engine, *chart, Value::map(), options); });
    options.release.name = "second";
    measured(second, [&] { return chart::template_chart(engine, *chart, Value::map(), options); });
    bytes = measured(print, [&] { return chart::print(output, {}); }).size();
  }
  std::printf("%s: %zu bytes, medians of %d runs\n", path.c_str(), bytes, runs);
  for (const Part* part : {&load, &first, &second, &print})
    std::printf("  %8.3f ms  %s\n", median(part->times), part->name);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_render CHART [RUNS]\n");
    return 2;
  }
  try {
    run(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 21);
    return 0;
  } catch (const Error& error) {
    std::fprintf(stderr, "bench_render: %s\n", error.what());
    return error.exit_code();
  }
}

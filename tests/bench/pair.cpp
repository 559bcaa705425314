// Times two commands as whole processes, in turn (A B A B …), so that a machine whose speed drifts does not
// favour one; prints the medians, the quartiles and the median of the pairwise ratios B/A.
//   bench_pair [-n RUNS] [-w WARMUPS] -- COMMAND_A ARG… -- COMMAND_B ARG…
// {n} in an argument becomes the run's number, {p} its parity, so that each run can write something new. A
// command that fails ends it.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX asks the program to declare it

namespace {

using Command = std::vector<std::string>;

struct Sample {
  double wall_ms = 0;
  long peak_kb = 0;
};

void fill(std::string& text, const std::string& mark, int value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), std::to_string(value));
  }
}

Sample run(const Command& command, int number) {
  Command filled = command;
  std::vector<char*> argv;
  for (auto& argument : filled) {
    fill(argument, "{n}", number);
    fill(argument, "{p}", number % 2);
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  // A command that flushes must not wait for what the other one has left to be written.
  ::sync();
  const auto start = std::chrono::steady_clock::now();
  pid_t pid = 0;
  if (posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ) != 0) {
    std::fprintf(stderr, "cannot start %s\n", argv[0]);
    std::exit(2);
  }
  int status = 0;
  struct rusage usage {};
  wait4(pid, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
  posix_spawn_file_actions_destroy(&actions);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::fprintf(stderr, "%s failed (status %d) in run %d\n", argv[0], status, number);
    std::exit(1);
  }
  return {wall.count(), usage.ru_maxrss};
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const long nearest = std::lround(q * static_cast<double>(values.size() - 1));
  return values[static_cast<std::size_t>(nearest)];
}

void print(const char* name, const std::vector<double>& values, long peak_kb) {
  std::printf("  %s    median %8.2f ms  quartiles %.2f to %.2f  peak %.1f MB\n", name, quantile(values, 0.5),
              quantile(values, 0.25), quantile(values, 0.75), static_cast<double>(peak_kb) / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  int runs = 21;
  int warmups = 2;
  std::array<Command, 2> commands;
  int side = -1;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--") {
      if (++side > 1) return 2;
    } else if (side >= 0) {
      commands.at(static_cast<std::size_t>(side)).push_back(word);
    } else if ((word == "-n" || word == "-w") && i + 1 < argc) {
      (word == "-n" ? runs : warmups) = std::atoi(argv[++i]);
    } else {
      return 2;
    }
  }
  if (commands[0].empty() || commands[1].empty() || runs < 1) {
    std::fprintf(stderr, "usage: bench_pair [-n RUNS] [-w WARMUPS] -- A… -- B…\n");
    return 2;
  }
  std::array<std::vector<double>, 2> wall;
  std::array<long, 2> peak{};
  std::vector<double> ratios;
  for (int i = 0; i < runs + warmups; ++i) {
    const Sample a = run(commands[0], i);
    const Sample b = run(commands[1], i);
    if (i < warmups) continue;
    wall[0].push_back(a.wall_ms);
    wall[1].push_back(b.wall_ms);
    peak = {std::max(peak[0], a.peak_kb), std::max(peak[1], b.peak_kb)};
    ratios.push_back(b.wall_ms / a.wall_ms);
  }
  print("A", wall[0], peak[0]);
  print("B", wall[1], peak[1]);
  std::printf("  B/A  median %8.2f     quartiles %.2f to %.2f  over %d pairs\n", quantile(ratios, 0.5),
              quantile(ratios, 0.25), quantile(ratios, 0.75), runs);
}

#include "core/util/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX asks the program to declare it

namespace gimlet {
namespace {

using Milliseconds = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw Error(ErrorCode::failed, "cannot create a pipe: " + system_message(errno));
    }
    read_end = ends[0];
    write_end = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

std::vector<std::string> child_environment(const ProcessOptions& options) {
  std::vector<std::string> result;
  const auto holds = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const auto replaced = [&](std::string_view entry) {
    const std::string_view name = entry.substr(0, entry.find('='));
    return holds(options.unset_env, name) || (options.keep_env && !holds(*options.keep_env, name)) ||
           std::any_of(options.set_env.begin(), options.set_env.end(),
                       [&](const auto& pair) { return pair.first == name; });
  };
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (!replaced(*entry)) result.emplace_back(*entry);
  }
  for (const auto& [name, value] : options.set_env) result.push_back(fmt::format("{}={}", name, value));
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Between fork and exec only async-signal-safe calls; everything is prepared before.
pid_t start(const std::filesystem::path& program, std::vector<std::string> argv,
            const ProcessOptions& options, Pipe& in, Pipe& out, Pipe& err) {
  std::vector<std::string> environment = child_environment(options);
  std::vector<char*> environment_pointers = pointers(environment);
  std::vector<char*> argument_pointers = pointers(argv);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read_end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  if (!options.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, options.folder.c_str());
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t pid = -1;
  const int code = ::posix_spawn(&pid, program.c_str(), &actions, &attributes, argument_pointers.data(),
                                 environment_pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (code != 0) {
    throw Error(ErrorCode::failed,
                fmt::format("cannot start {}: {}", program.string(), system_message(code)));
  }
  return pid;
}

// Feeds and drains a child's pipes until it closed them or a limit was hit.
class Pump {
 public:
  Pump(const ProcessOptions& options, Pipe& in, Pipe& out, Pipe& err, ProcessResult& result)
      : options_(options), in_(in), out_(out), err_(err), result_(result) {
    ::fcntl(in_.write_end, F_SETFL, O_NONBLOCK);
    started_ = last_byte_ = std::chrono::steady_clock::now();
    if (options_.input.empty()) Pipe::close_end(in_.write_end);
  }

  // False if a time limit or the output limit was exceeded.
  bool run() {
    while (out_.read_end >= 0 || err_.read_end >= 0) {
      std::array<pollfd, 3> polled{
          {{out_.read_end, POLLIN, 0}, {err_.read_end, POLLIN, 0}, {in_.write_end, POLLOUT, 0}}};
      const int wait = remaining_ms();
      if (wait == 0) {
        result_.timed_out = true;
        return false;
      }
      if (::poll(polled.data(), polled.size(), wait) < 0 && errno != EINTR) return false;
      if (polled[0].revents != 0 && !drain(out_.read_end, result_.output)) return false;
      if (polled[1].revents != 0 && !drain(err_.read_end, result_.error_output)) return false;
      if (polled[2].revents != 0) feed();
    }
    return true;
  }

  [[nodiscard]] bool flooded() const { return flooded_; }

 private:
  [[nodiscard]] int remaining_ms() const {
    const auto now = std::chrono::steady_clock::now();
    std::int64_t left = -1;
    const auto bound = [&](SteadyTime since, int limit) {
      if (limit <= 0) return;
      const auto rest = std::chrono::duration_cast<Milliseconds>(since + Milliseconds(limit) - now).count();
      left = left < 0 ? std::max<std::int64_t>(rest, 0) : std::min(left, std::max<std::int64_t>(rest, 0));
    };
    bound(started_, options_.timeout_ms);
    bound(last_byte_, options_.idle_timeout_ms);
    return static_cast<int>(left);
  }

  bool drain(int& fd, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) {
      Pipe::close_end(fd);
      return true;
    }
    last_byte_ = std::chrono::steady_clock::now();
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
    if (&into == &result_.error_output) {
      if (options_.on_stderr) options_.on_stderr(piece);
      if (into.size() + piece.size() > max_error_bytes) into.erase(0, into.size() / 2);
    } else if (into.size() + piece.size() > options_.max_output_bytes) {
      flooded_ = true;
      return false;
    } else if (options_.on_stdout) {
      options_.on_stdout(piece);
    }
    into += piece;
    return true;
  }

  void feed() {
    const std::string_view rest = std::string_view(options_.input).substr(fed_);
    const ssize_t written = ::write(in_.write_end, rest.data(), rest.size());
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (written < 0) {
      Pipe::close_end(in_.write_end);  // it does not want to read; its exit code tells
      return;
    }
    fed_ += static_cast<std::size_t>(written);
    if (fed_ == options_.input.size()) Pipe::close_end(in_.write_end);
  }

  static constexpr std::size_t max_error_bytes = std::size_t{4} * 1024 * 1024;
  const ProcessOptions& options_;
  Pipe& in_;
  Pipe& out_;
  Pipe& err_;
  ProcessResult& result_;
  SteadyTime started_;
  SteadyTime last_byte_;
  std::size_t fed_ = 0;
  bool flooded_ = false;
};

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Asks first, so that git can end the ssh or helper process it started; insists after two seconds.
void stop(pid_t pid) {
  ::kill(pid, SIGTERM);
  for (int tries = 0; tries < 200; ++tries) {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == pid)
      return;
    ::usleep(10'000);
  }
  ::kill(pid, SIGKILL);
}

// A child that exits before it reads its input must not kill us.
class IgnoreSigpipe {
 public:
  IgnoreSigpipe() { previous_ = std::signal(SIGPIPE, SIG_IGN); }
  IgnoreSigpipe(const IgnoreSigpipe&) = delete;
  IgnoreSigpipe& operator=(const IgnoreSigpipe&) = delete;
  ~IgnoreSigpipe() { std::signal(SIGPIPE, previous_); }

 private:
  void (*previous_)(int);
};

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    return ::access(name.c_str(), X_OK) == 0 ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  const char* path = std::getenv("PATH");
  for (const auto& folder : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
    std::filesystem::path candidate = std::filesystem::path(folder.empty() ? "." : folder) / name;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(candidate, ignored) && ::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  return std::nullopt;
}

ProcessResult run_process(const std::vector<std::string>& argv, const ProcessOptions& options) {
  const auto program = find_program(argv.at(0));
  if (!program) {
    throw Error(ErrorCode::not_found, fmt::format("there is no program \"{}\" on PATH", argv.front()));
  }
  const IgnoreSigpipe ignore_sigpipe;
  ProcessResult result;
  Pipe in;
  Pipe out;
  Pipe err;
  const pid_t pid = start(*program, argv, options, in, out, err);
  Pipe::close_end(in.read_end);
  Pipe::close_end(out.write_end);
  Pipe::close_end(err.write_end);
  Pump pump(options, in, out, err, result);
  if (!pump.run()) stop(pid);
  result.exit_code = wait_for(pid);
  if (pump.flooded()) {
    throw Error(ErrorCode::failed,
                fmt::format("{} wrote more than {} bytes", argv.front(), options.max_output_bytes));
  }
  return result;
}

}  // namespace gimlet

#include "gitops/transport/libgit2/network_child.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/string.hpp"
#include "gitops/transport/git_failure.hpp"

namespace gimlet::gitops {
namespace {

constexpr char kind_alive = 'A';
constexpr char kind_done = 'D';
constexpr char kind_error = 'E';
constexpr std::size_t header_bytes = 1 + sizeof(std::uint32_t);
constexpr std::size_t max_pending_bytes = std::size_t{64} * 1024 * 1024;

long long now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // the parent is gone; the death signal is on its way
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

// An error's parts, each ended by a NUL: code, message, hint, activities.
std::string pack(const Error& error) {
  std::string text = std::to_string(error.exit_code());
  text += '\0';
  text += error.message();
  text += '\0';
  text += error.hint();
  for (const auto& activity : error.activities()) {
    text += '\0';
    text += activity;
  }
  return text;
}

Error unpack(std::string_view text) {
  const auto parts = split(text, '\0');
  constexpr std::size_t fixed_parts = 3;
  if (parts.size() < fixed_parts) return {ErrorCode::failed, std::string(text)};
  Error error(static_cast<ErrorCode>(std::atoi(parts[0].c_str())), parts[1]);
  error.hint(parts[2]);
  for (std::size_t i = fixed_parts; i < parts.size(); ++i) error.during(parts[i]);
  return error;
}

[[noreturn]] void be_the_child(int fd, pid_t parent, const std::function<void(ChildReport&)>& work) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGPIPE, SIG_IGN);
  ChildReport report(fd);
  try {
    work(report);
    report.send(kind_done, "");
  } catch (const Error& error) {
    report.send(kind_error, pack(error));
  } catch (const std::exception& error) {
    report.send(kind_error, pack(Error(ErrorCode::failed, error.what())));
  }
  ::_exit(0);  // the parent's destructors and buffers are not ours to run
}

// Ends the child, whatever happens in the parent.
class Child {
 public:
  Child(pid_t pid, int fd) : pid_(pid), fd_(fd) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    wait();
    ::close(fd_);
  }
  [[nodiscard]] int fd() const { return fd_; }
  // Its wait status.
  int wait() {
    int status = 0;
    while (pid_ > 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_;
  int fd_;
};

Child start(const std::function<void(ChildReport&)>& work) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(ErrorCode::failed, "cannot create a pipe: " + system_message(errno));
  }
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::close(ends[0]);
    be_the_child(ends[1], parent, work);
  }
  const int code = errno;
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    throw Error(ErrorCode::failed, "cannot start a process for the network: " + system_message(code));
  }
  return {pid, ends[0]};
}

// Cuts what was read into messages.
class Messages {
 public:
  void add(std::string_view piece) { pending_ += piece; }
  // Calls fn for each complete message.
  template <class Fn>
  void take(const Fn& fn) {
    std::size_t at = 0;
    while (pending_.size() - at >= header_bytes) {
      std::uint32_t length = 0;
      std::memcpy(&length, pending_.data() + at + 1, sizeof(length));
      if (pending_.size() - at - header_bytes < length) break;
      fn(pending_[at], std::string_view(pending_).substr(at + header_bytes, length));
      at += header_bytes + length;
    }
    pending_.erase(0, at);
    if (pending_.size() > max_pending_bytes)
      throw Error(ErrorCode::failed, "the remote's answer is too large");
  }

 private:
  std::string pending_;
};

// False at the end of the pipe.
bool read_more(int fd, int timeout_ms, std::string_view what, Messages& messages) {
  pollfd polled{fd, POLLIN, 0};
  const long long limit = now_ms() + timeout_ms;
  int ready = 0;
  do {
    const int wait = timeout_ms > 0 ? static_cast<int>(std::max(0LL, limit - now_ms())) : -1;
    ready = ::poll(&polled, 1, wait);
  } while (ready < 0 && errno == EINTR);
  if (ready == 0) throw silence(what, timeout_ms);
  std::array<char, 65536> buffer{};
  const ssize_t got = ::read(fd, buffer.data(), buffer.size());
  if (got < 0 && errno == EINTR) return true;
  if (got <= 0) return false;
  messages.add(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
  return true;
}

}  // namespace

void ChildReport::alive() {
  constexpr long long interval_ms = 100;
  const long long now = now_ms();
  if (now - last_alive_ms_ < interval_ms) return;
  last_alive_ms_ = now;
  send(kind_alive, "");
}

void ChildReport::send(char kind, std::string_view text) const {
  const auto length = static_cast<std::uint32_t>(text.size());
  std::string message(1, kind);
  message.append(reinterpret_cast<const char*>(&length), sizeof(length));
  message += text;
  write_all(fd_, message);
}

void run_in_child(std::string_view what, int timeout_ms, const std::function<void(ChildReport&)>& work,
                  const std::function<void(char kind, std::string_view text)>& on_message) {
  Child child = start(work);
  Messages messages;
  bool done = false;
  bool more = true;
  while (more) {
    more = read_more(child.fd(), timeout_ms, what, messages);
    messages.take([&](char kind, std::string_view text) {
      if (kind == kind_error) throw unpack(text);
      if (kind == kind_done) done = true;
      if (kind != kind_error && kind != kind_done && kind != kind_alive) on_message(kind, text);
    });
  }
  const int status = child.wait();
  if (done) return;
  throw Error(ErrorCode::failed,
              std::string(what) + " ended without an answer" +
                  (WIFSIGNALED(status) ? ", by signal " + std::to_string(WTERMSIG(status)) : ""));
}

}  // namespace gimlet::gitops

#pragma once

#include <exception>
#include <string>
#include <vector>

namespace gimlet {

// What kind of failure an error is. The numbers are the process's exit codes (app/exit_code.hpp documents
// them), so that a library says what went wrong and main needs no translation.
enum class ErrorCode {
  failed = 1,     // I/O, git, network, a bug
  usage = 2,      // the command line is wrong
  not_found = 3,  // artifact, app, env, commit
  bad_input = 4,  // artifact, manifest, template, chart, policy file
  denied = 5,     // policy, lock, signature
  conflict = 6,   // same id with other content, remote kept moving, local changes in the way
  partial = 7,    // some of a bulk request failed
  interrupted = 130
};

// Where in a text an error was found. Line and column count from 1; 0 means unknown.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;

  // "file:line:column", leaving out what is unknown.
  [[nodiscard]] std::string str() const;
};

// The one exception family of the project: the failing layer says what went wrong in the library's own words,
// each boundary on the way up adds what was being done, and the top prints it once.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message);

  // Setters that return the error itself, to be chained onto the constructor.
  Error& at(Position position);              // where in a text
  Error& pointer(std::string json_pointer);  // which field, e.g. "/environments/1/app"
  Error& hint(std::string text);             // what to do next, one sentence
  Error& during(std::string activity);       // "releasing staging/web"; outermost is added last

  [[nodiscard]] ErrorCode code() const noexcept { return code_; }
  [[nodiscard]] int exit_code() const noexcept { return static_cast<int>(code_); }
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  [[nodiscard]] const Position& position() const noexcept { return position_; }
  [[nodiscard]] const std::string& json_pointer() const noexcept { return pointer_; }
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }
  // Innermost activity first.
  [[nodiscard]] const std::vector<std::string>& activities() const noexcept { return activities_; }

  // One line: "outermost activity: … : position: message (at /pointer)", without the hint.
  [[nodiscard]] const std::string& str() const;
  [[nodiscard]] const char* what() const noexcept override;

 private:
  ErrorCode code_;
  std::string message_;
  Position position_;
  std::string pointer_;
  std::string hint_;
  std::vector<std::string> activities_;
  mutable std::string text_;  // str()'s cache
};

// Runs fn and adds the activity to any Error that leaves it. The activity is a callable that returns a
// string, so that nothing is formatted when all goes well.
template <class Activity, class Fn>
decltype(auto) while_doing(Activity&& activity, Fn&& fn) {
  try {
    return fn();
  } catch (Error& error) {
    error.during(activity());
    throw;
  }
}

}  // namespace gimlet

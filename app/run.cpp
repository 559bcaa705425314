#include "app/run.hpp"

#include <cerrno>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <new>

#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/command_line.hpp"
#include "app/cli/command_list.hpp"
#include "app/cli/joined_words.hpp"
#include "app/exit_code.hpp"
#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/json.hpp"

namespace gimlet::app {
namespace {

void report(Context& context, bool json, const Error& error) {
  context.out().error(error.str(), error.hint());
  if (!json) return;
  Json body{{"code", error.exit_code()}, {"message", error.str()}, {"hint", error.hint()}};
  context.out().json(Json{{"error", std::move(body)}});
}

void parse_and_run(Context& context) {
  const auto command_line = declare_all(context);
  if (const auto config = config_file(context.arguments, context.variable())) {
    apply_config_file(command_line->root().app(), *config);
  }
  // What follows the completion's command is a command line that is being typed, not ours.
  const bool completes = !context.arguments.empty() && context.arguments.front() == completion_command;
  std::vector<std::string> arguments =
      completes ? std::vector<std::string>{completion_command} : context.arguments;
  const std::vector<std::string> joined = join_words(command_line->reference(), arguments);
  const auto tell = [&] {
    for (const auto& value : joined) {
      context.out().note(fmt::format(
          "note: {} takes the words behind it as well: put quotes around a value with blanks", value));
    }
  };
  std::function<void()> action;
  try {
    action = command_line->parse(arguments, [&](const std::string& text) { context.out().raw(text); });
  } catch (const Error&) {
    tell();
    throw;
  }
  tell();
  if (!context.options.server.empty() || !context.options.token.empty()) {
    context.out().detail("--server and --token are ignored: there is no server, the store is local");
  }
  action();
}

// Scripts ask for it often, and it needs no command tree.
bool asks_for_version(const std::vector<std::string>& arguments) {
  return arguments.size() == 1 && arguments.front() == "--version";
}

int run_in(Context& context) {
  const bool json = asks_for_json(context.arguments, context.variable());
  std::ostream& out = context.process().out;
  try {
    if (asks_for_version(context.arguments)) {
      context.out().line(version_line());
    } else {
      parse_and_run(context);
    }
    out.flush();
    if (!out) throw Error(ErrorCode::failed, "cannot write to standard output");
    return context.exit_code;
  } catch (const Error& error) {
    report(context, json, error);
    return error.exit_code();
  } catch (const std::bad_alloc&) {
    report(context, json, Error(ErrorCode::failed, "out of memory"));
  } catch (const std::exception& error) {
    report(context, json, Error(ErrorCode::failed, fmt::format("internal error: {}", error.what())));
  }
  return exit_failed;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Process& process) {
  Context context(process);
  context.arguments = arguments;
  return run_in(context);
}

int run_main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const SystemClock clock;
  Process process{
      std::cin, std::cout,       std::cerr, ::isatty(STDOUT_FILENO) == 1, ::isatty(STDERR_FILENO) == 1,
      clock,    process_variable};
  // Never destroyed: to close the store and the repository, and to free the charts that were rendered, piece
  // by piece takes longer than to end.
  static auto* const context = new Context(process);
  context->arguments.assign(argv + 1, argv + argc);
  return run_in(*context);
}

}  // namespace gimlet::app

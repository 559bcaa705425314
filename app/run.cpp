#include "app/run.hpp"

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <new>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/command_line.hpp"
#include "app/cli/command_list.hpp"
#include "app/exit_code.hpp"
#include "core/util/environment.hpp"
#include "core/util/error.hpp"
#include "core/util/fs.hpp"

namespace gimlet::app {
namespace {

void report(Context& context, bool json, const Error& error) {
  context.out().error(error.str(), error.hint());
  if (!json) return;
  Json body{{"code", error.exit_code()}, {"message", error.str()}, {"hint", error.hint()}};
  context.out().json(Json{{"error", std::move(body)}});
}

bool asks_for_version(const std::vector<std::string>& arguments) {
  return arguments.size() == 1 && arguments.front() == "--version";
}

bool completes(const std::vector<std::string>& arguments) {
  return !arguments.empty() && arguments.front() == completion_command;
}

CLI::App& declare(Context& context, const Needed& needed) {
  CLI::App& root = *Context::keep(std::make_shared<CLI::App>(
      "GitOps release manager: stores release artifacts, releases them into a GitOps repository,\n"
      "and rolls back, without a server.",
      "gimlet"));
  const Command command(root, needed);
  add_global_options(command, context.options);
  add_commands(command, context);
  return root;
}

void parse(CLI::App& root, Context& context) {
  const std::vector<std::string>& arguments = context.arguments;
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  if (completes(arguments)) {
    // What follows is a command line that is being typed, not ours.
    context.completion_words.assign(arguments.begin() + 1, arguments.end());
    reversed = {completion_command};
  }
  root.parse(reversed);
}

// False, with nothing said or done, if all commands and options have to be there.
bool parse_with_the_needed(Context& context) {
  try {
    parse(declare(context, Needed(context.arguments, context.env().variable)), context);
    return true;
  } catch (const CLI::Error&) {
    context.options = {};
    context.action = nullptr;
    return false;
  }
}

// False if what was asked for is said: help, or the version. CLI11's errors become ours.
bool parse_with_all(Context& context, const std::optional<std::string>& config) {
  CLI::App& root = declare(context, Needed());
  if (config) apply_config_file(root, *config);
  try {
    parse(root, context);
    return true;
  } catch (const CLI::CallForVersion& version) {
    context.out().line(version.what());
    return false;
  } catch (const CLI::Success& help) {
    context.exit_code = root.exit(help, context.env().out, context.env().err);
    return false;
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorCode::usage, error.what()).hint("run the command with --help to see what it takes");
  }
}

void parse_and_run(Context& context) {
  const std::optional<std::string> config = config_file(context.arguments, context.env().variable);
  const bool needs_all = config || completes(context.arguments);
  if ((needs_all || !parse_with_the_needed(context)) && !parse_with_all(context, config)) return;
  if (!context.options.server.empty() || !context.options.token.empty()) {
    context.out().note("note: --server and --token are ignored: there is no server, the store is local");
  }
  if (context.action) context.action();
}

int run_in(Context& context) {
  const bool json = asks_for_json(context.arguments, context.env().variable);
  std::ostream& out = context.env().out;
  try {
    parse_and_run(context);
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

// Scripts ask often; it needs no command tree.
int print_version(std::ostream& out) {
  out << version_line << std::endl;
  return out ? exit_success : exit_failed;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Environment& environment) {
  if (asks_for_version(arguments)) return print_version(environment.out);
  Context context(environment);
  context.arguments = arguments;
  return run_in(context);
}

int run_main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  std::ios::sync_with_stdio(false);
  const SystemClock clock;
  Environment environment{
      std::cin, std::cout,       std::cerr, ::isatty(STDOUT_FILENO) == 1, ::isatty(STDERR_FILENO) == 1,
      clock,    process_variable};
  if (asks_for_version(arguments)) return print_version(environment.out);
  // The store and the repository are open to the end: to take their mappings away one by one takes longer
  // than to end.
  Context& context = *Context::keep(std::make_shared<Context>(environment));
  context.arguments = arguments;
  const int code = run_in(context);
  context.wait_for_threads();  // or they would see the process's globals go
  return code;
}

}  // namespace gimlet::app

#include <memory>
#include <set>

#include <CLI/CLI.hpp>

#include "app/cli/command_line.hpp"
#include "app/commands/commands.hpp"
#include "app/context.hpp"
#include "core/util/error.hpp"
#include "core/util/string.hpp"
#include "gitops/records/history.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

using Words = std::vector<std::string>;
using Candidates = std::set<std::string>;

// Where a command line that is being typed stands: the command it reached, and the option whose value comes
// next.
struct Place {
  const CLI::App* command = nullptr;
  const CLI::Option* pending = nullptr;
  std::map<std::string, std::string> values;  // of the options given so far, by their first long name
};

const CLI::Option* find_option(const CLI::App* command, const std::string& name) {
  for (; command != nullptr; command = command->get_parent()) {
    if (const CLI::Option* option = command->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

const CLI::App* find_command(const CLI::App& parent, const std::string& name) {
  for (const CLI::App* command : parent.get_subcommands(nullptr)) {
    if (command->check_name(name)) return command;
  }
  return nullptr;
}

std::string long_name(const CLI::Option& option) {
  return option.get_lnames().empty() ? option.get_name() : option.get_lnames().front();
}

void take_option(Place& place, const std::string& word) {
  const std::size_t equals = word.find('=');
  const CLI::Option* option = find_option(place.command, word.substr(0, equals));
  if (option == nullptr || option->get_type_size() == 0) return;
  if (equals == std::string::npos) {
    place.pending = option;
  } else {
    place.values[long_name(*option)] = word.substr(equals + 1);
  }
}

Place walk(const CLI::App& root, const Words& before) {
  Place place{&root, nullptr, {}};
  for (const auto& word : before) {
    if (place.pending != nullptr) {
      place.values[long_name(*place.pending)] = word;
      place.pending = nullptr;
    } else if (word.starts_with("-")) {
      take_option(place, word);
    } else if (const CLI::App* next = find_command(*place.command, word)) {
      place.command = next;
    }
  }
  return place;
}

void add_all(Candidates& into, const Words& from) {
  into.insert(from.begin(), from.end());
}

void add_stored(Context& context, const std::string& field, Candidates& into) {
  if (const auto* store = context.store_if_exists()) add_all(into, store->distinct(field, 1000));
}

void add_artifact_ids(Context& context, const std::string& prefix, Candidates& into) {
  const auto* store = context.store_if_exists();
  if (store == nullptr) return;
  if (!prefix.empty()) return add_all(into, store->ids_with_prefix(prefix, 100));
  store::ArtifactQuery query;
  query.limit = 50;
  for (const auto& record : store->list(query)) into.insert(record.id);
}

void add_apps(Context& context, const Place& place, Candidates& into) {
  add_stored(context, "app", into);
  if (!context.has_repo()) return;
  const auto tip = context.repo().tip(false);
  const auto layout = gitops::read_layout(*tip);
  const auto env = place.values.find("env");
  const Words envs = env == place.values.end() ? gitops::environments(*tip, layout) : Words{env->second};
  for (const auto& name : envs) add_all(into, gitops::apps(*tip, layout, name));
}

void add_envs(Context& context, Candidates& into) {
  add_stored(context, "env", into);
  if (!context.has_repo()) return;
  const auto tip = context.repo().tip(false);
  add_all(into, gitops::environments(*tip, gitops::read_layout(*tip)));
}

// What a rollback can go back to: the releases of the env and app given so far.
void add_targets(Context& context, const Place& place, Candidates& into) {
  if (!context.has_repo()) return;
  const auto value = [&](const char* name) {
    const auto found = place.values.find(name);
    return found == place.values.end() ? std::string() : found->second;
  };
  gitops::HistoryQuery query;
  query.targets = {{value("env"), value("app")}};
  query.limit = 20;
  const auto tip = context.repo().tip(false);
  for (const auto& record : gitops::history(context.repo(), *tip, gitops::read_layout(*tip), query)) {
    if (record.kind == gitops::ReleaseKind::release) into.insert(record.release.gitops_ref.substr(0, 10));
  }
}

void add_values(Context& context, const Place& place, const std::string& option, const std::string& prefix,
                Candidates& into) {
  if (option == "env") return add_envs(context, into);
  if (option == "app") return add_apps(context, place, into);
  if (option == "artifact" || option == "id") return add_artifact_ids(context, prefix, into);
  if (option == "to") return add_targets(context, place, into);
  if (option == "repository" || option == "branch" || option == "tag")
    return add_stored(context, option, into);
  if (option == "output" && place.pending->get_type_name() != "FILE") return add_all(into, {"text", "json"});
  if (option == "color") return add_all(into, {"auto", "always", "never"});
  if (option == "git-transport") return add_all(into, {"auto", "git", "libgit2"});
  if (option == "renderer") return add_all(into, {"auto", "native", "helm"});
  if (option == "event") return add_all(into, {"push", "tag", "pr"});
  if (option == "shell") return add_all(into, {"bash", "zsh", "fish"});
}

void add_names(Context& context, const Place& place, const std::string& prefix, Candidates& into) {
  if (prefix.starts_with("-")) {
    for (const CLI::App* command = place.command; command != nullptr; command = command->get_parent()) {
      for (const CLI::Option* option : command->get_options()) {
        if (!option->get_group().empty() && !option->get_lnames().empty())
          into.insert("--" + option->get_lnames().front());
      }
    }
    return;
  }
  for (const CLI::App* command : place.command->get_subcommands(nullptr)) {
    if (!command->get_group().empty() && !command->get_name().starts_with("_"))
      into.insert(command->get_name());
  }
  for (const CLI::Option* option : place.command->get_options()) {
    if (option->get_positional()) add_values(context, place, option->get_name(true), prefix, into);
  }
}

void run_complete(const CLI::App& root, Context& context, Words words) {
  std::string prefix;
  if (!words.empty()) {
    prefix = words.back();
    words.pop_back();
  }
  Place place = walk(root, words);
  if (const auto store = place.values.find("store"); store != place.values.end())
    context.options.store = store->second;
  if (const auto repo = place.values.find("gitops-repo"); repo != place.values.end()) {
    context.options.gitops_repo = repo->second;
  }
  Candidates candidates;
  std::string head;
  if (place.pending == nullptr && prefix.starts_with("--") && prefix.find('=') != std::string::npos) {
    const std::size_t equals = prefix.find('=');
    place.pending = find_option(place.command, prefix.substr(0, equals));
    head = prefix.substr(0, equals + 1);
    prefix.erase(0, equals + 1);
  }
  if (place.pending != nullptr) {
    add_values(context, place, long_name(*place.pending), prefix, candidates);
  } else {
    add_names(context, place, prefix, candidates);
  }
  for (const auto& candidate : candidates) {
    if (candidate.starts_with(prefix)) context.out().line(head + candidate);
  }
}

}  // namespace

void add_complete(const Command& root, Context& context) {
  const Command command =
      root.add_subcommand(completion_command, "Candidates for the last word of a command line");
  command.hide();
  command.callback([&app = root.app(), &context] {
    context.action = [&app, &context] {
      Words words = context.completion_words;
      if (!words.empty() && words.front() == "--") words.erase(words.begin());
      try {
        run_complete(app, context, std::move(words));
      } catch (const Error&) {
        // Completion is silent: a missing repository or store offers nothing.
      }
    };
  });
}

}  // namespace gimlet::app

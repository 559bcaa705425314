#include "app/cli/completion.hpp"

#include <map>
#include <set>

#include "app/context.hpp"
#include "core/util/home.hpp"
#include "gitops/records/history.hpp"
#include "gitops/records/layout.hpp"

namespace gimlet::app {
namespace {

using Words = std::vector<std::string>;
using Candidates = std::set<std::string>;

// Where a command line that is being typed stands: the command it reached, and the option whose value comes
// next.
struct Place {
  const CommandEntry* command = nullptr;
  const OptionEntry* pending = nullptr;
  std::map<std::string, std::string> values;  // of the options given so far, by their plain name
};

void take_option(Place& place, const std::string& word) {
  const std::size_t equals = word.find('=');
  const OptionEntry* option = place.command->option(word.substr(0, equals));
  if (option == nullptr || option->value.empty()) return;
  if (equals == std::string::npos) {
    place.pending = option;
  } else {
    place.values[option->plain_name()] = word.substr(equals + 1);
  }
}

Place walk(const CommandEntry& root, const Words& before) {
  Place place{&root, nullptr, {}};
  for (const auto& word : before) {
    if (place.pending != nullptr) {
      place.values[place.pending->plain_name()] = word;
      place.pending = nullptr;
    } else if (word.starts_with("-")) {
      take_option(place, word);
    } else if (const CommandEntry* next = place.command->command(word)) {
      place.command = next;
    }
  }
  return place;
}

void add_all(Candidates& into, const Words& from) {
  into.insert(from.begin(), from.end());
}

void add_stored(Context& context, const std::string& field, Candidates& into) {
  if (auto* store = context.store_if_exists()) add_all(into, store->artifacts().distinct(field, 1000));
}

void add_artifact_ids(Context& context, const std::string& prefix, Candidates& into) {
  auto* store = context.store_if_exists();
  if (store == nullptr) return;
  if (!prefix.empty()) return add_all(into, store->artifacts().ids_with_prefix(prefix, 100));
  store::ArtifactQuery query;
  query.limit = 50;
  for (const auto& record : store->artifacts().list(query)) into.insert(record.id);
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

void add_values(Context& context, const Place& place, const OptionEntry& option, const std::string& prefix,
                Candidates& into) {
  for (const Choice& choice : option.choices) into.insert(choice.value);
  const std::string name = option.plain_name();
  if (name == "env") return add_envs(context, into);
  if (name == "app") return add_apps(context, place, into);
  if (name == "artifact" || name == "id") return add_artifact_ids(context, prefix, into);
  if (name == "to") return add_targets(context, place, into);
  if (name == "repository" || name == "branch" || name == "tag") return add_stored(context, name, into);
}

void add_names(Context& context, const Place& place, const std::string& prefix, Candidates& into) {
  if (prefix.starts_with("-")) {
    for (const CommandEntry* command = place.command; command != nullptr; command = command->parent) {
      for (const OptionEntry& option : command->options) {
        if (!option.hidden && !option.long_name.empty()) into.insert(option.long_name);
      }
    }
    return;
  }
  for (const auto& command : place.command->commands) {
    if (!command->hidden) into.insert(command->text.name);
  }
  for (const OptionEntry& option : place.command->options) {
    if (!option.argument.empty()) add_values(context, place, option, prefix, into);
  }
}

}  // namespace

Words complete(const CommandEntry& root, Context& context, Words words) {
  std::string prefix;
  if (!words.empty()) {
    prefix = words.back();
    words.pop_back();
  }
  Place place = walk(root, words);
  if (const auto store = place.values.find("store"); store != place.values.end())
    context.options.store = with_home(store->second).value_or(store->second);
  if (const auto repo = place.values.find("gitops-repo"); repo != place.values.end()) {
    context.options.gitops_repo = with_home(repo->second).value_or(repo->second);
  }
  Candidates candidates;
  std::string head;
  if (place.pending == nullptr && prefix.starts_with("--") && prefix.find('=') != std::string::npos) {
    const std::size_t equals = prefix.find('=');
    place.pending = place.command->option(prefix.substr(0, equals));
    head = prefix.substr(0, equals + 1);
    prefix.erase(0, equals + 1);
  }
  if (place.pending != nullptr) {
    add_values(context, place, *place.pending, prefix, candidates);
  } else {
    add_names(context, place, prefix, candidates);
  }
  Words found;
  for (const auto& candidate : candidates) {
    if (candidate.starts_with(prefix)) found.push_back(head + candidate);
  }
  return found;
}

}  // namespace gimlet::app

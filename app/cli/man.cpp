#include <cctype>

#include <fmt/format.h>

#include "app/cli/reference.hpp"
#include "app/exit_code.hpp"
#include "core/util/version.hpp"

namespace gimlet::app {
namespace {

// A text as roff takes it; `backquoted` words are bold.
std::string roff(std::string_view text) {
  std::string out;
  bool bold = false;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
    if (c == '`') {
      bold = !bold;
      out += bold ? "\\fB" : "\\fR";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '\n' && out.ends_with('\n')) {
      out += ".PP\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string section(std::string_view title) {
  return fmt::format(".SH {}\n", title);
}
std::string item(const std::string& title, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", roff("`" + title + "`"), roff(text));
}

std::string options(std::string_view title, const CommandEntry& command, bool global) {
  std::string text;
  for (const OptionEntry& option : command.options) {
    if (!option.hidden && option.global == global) text += item(option.title(), option.full_description());
  }
  return text.empty() ? "" : section(title) + text;
}

std::string environment(const CommandEntry& command) {
  std::string text = section("ENVIRONMENT");
  for (const OptionEntry& option : command.options) {
    if (!option.variable.empty() && !option.hidden) {
      text += item(option.variable, fmt::format("stands in for `{}`.", option.long_name));
    }
  }
  if (command.parent != nullptr) {
    return text + ".PP\n" + roff("Every global option has a variable as well; `gimlet`(1) lists them.\n");
  }
  return text + item("NO_COLOR", "turns colours off.") +
         item("GIMLET_GIT_TOKEN",
              "is the token for a GitOps repository that is named by an https URL. It is sent to the "
              "host that `GIMLET_GIT_TOKEN_HOST` names, else to that of `GIMLET_GITOPS_REPO`.");
}

std::string files() {
  return section("FILES") + item("$XDG_DATA_HOME/gimlet/store.mdb", "is the store.") +
         item("$XDG_CONFIG_HOME/gimlet/config.toml",
              "is the configuration. Its keys are the global options without the dashes, as in "
              "`gitops-repo = \"/srv/gitops\"`.") +
         item("$XDG_CACHE_HOME/gimlet/",
              "holds mirrors of GitOps repositories that are named by URL, and below `charts/` the "
              "charts that were fetched.");
}

std::string see_also(const CommandEntry& command) {
  std::vector<std::string> pages;
  if (command.parent != nullptr) pages.push_back(command.parent->path("-"));
  const auto add = [&](const CommandEntry& above) {
    for (const auto& each : above.commands) {
      if (!each->hidden && each.get() != &command) pages.push_back(each->path("-"));
    }
  };
  add(command);
  if (command.parent != nullptr && command.parent->parent != nullptr) add(*command.parent);
  std::string text = section("SEE ALSO");
  for (const std::string& page : pages) text += fmt::format(".BR {} (1),\n", roff(page));
  return text + ".BR git (1)\n";
}

}  // namespace

std::string man_page(const CommandEntry& command) {
  const std::string name = command.path("-");
  std::string title;
  for (const char c : name) title += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string page =
      fmt::format(".TH {} 1 \"\" \"gimlet {}\" \"Gimlet Manual\"\n", roff(title), program_version);
  page += section("NAME") + fmt::format("{} \\- {}\n", roff(name), roff(command.text.summary));
  page += section("SYNOPSIS") + ".nf\n" + roff("`" + command.path() + "`") +
          roff(command.synopsis().substr(command.path().size())) + "\n.fi\n";
  page += section("DESCRIPTION") + roff(command.text.summary + ".\n\n" + command.text.description) + "\n";
  std::string commands;
  for (const auto& each : command.commands) {
    if (!each->hidden) commands += item(each->text.name, each->text.summary + ".");
  }
  if (!commands.empty()) page += section("COMMANDS") + commands;
  page += options("OPTIONS", command, false) + options("GLOBAL OPTIONS", command, true);
  page += environment(command);
  if (command.parent == nullptr) page += files();
  page += section("EXIT STATUS");
  for (const ExitCode& exit : exit_codes)
    page += item(std::to_string(exit.code), fmt::format("{}.", exit.meaning));
  page += section("EXAMPLES");
  for (const Example& example : command.text.examples) page += item(example.command, example.meaning);
  return page + see_also(command);
}

}  // namespace gimlet::app

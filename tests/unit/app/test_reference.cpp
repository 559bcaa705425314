#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "app/cli/command_line.hpp"
#include "app/cli/command_list.hpp"
#include "core/util/error.hpp"
#include "tests/unit/app/program.hpp"

using namespace gimlet;

namespace {

// A program of one global option and two commands, one of them below a noun and hidden's sibling.
struct Tree {
  std::string store;
  std::string format = "text";
  std::string file;
  std::string tag;
  int limit = 10;
  bool dry_run = false;
  std::string ran;
  app::CommandLine line{{.name = "tool",
                         .summary = "Do things",
                         .description = "One.\n\nTwo.",
                         .examples = {{"tool noun put -f x", "Puts x."}}},
                        "tool 1.0"};

  Tree() {
    const app::Command root = line.root();
    root.require_subcommand();
    root.add_option("--store", store, "The file of the store.", "TOOL_STORE")
        .value("PATH")
        .default_in_words("none");
    const app::Command noun = root.add_subcommand({.name = "noun",
                                                   .summary = "Handle nouns",
                                                   .description = "Nouns.",
                                                   .examples = {{"tool noun put -f x", "Puts x."}}});
    noun.require_subcommand();
    const app::Command put = noun.add_subcommand({.name = "put",
                                                  .summary = "Put a thing",
                                                  .description = ".hidden files are `put` -- too\\.",
                                                  .examples = {{"tool noun put -f x", "Puts x."}}});
    put.add_option("-f,--file,file,--File", file, "The file.").required().value("FILE");
    put.add_option("--format", format, "The format.").one_of({{"text", "lines"}, {"json", "a document"}});
    put.add_option("--limit", limit, "So many.").within(1, 99).value("N");
    put.add_option("--tag", tag, "").hide();
    put.add_flag("--dry-run", dry_run, "Change nothing.");
    put.action([this] { ran = "put " + file; });
    const app::Command secret =
        root.add_subcommand({.name = "secret", .summary = "Hide", .description = "Hides.", .examples = {}});
    secret.hide();
    secret.action([this] { ran = "secret"; });
  }

  const app::CommandEntry& put() { return *line.reference().command("noun")->command("put"); }
  // What parsing throws, or prints, or runs.
  std::string parse(const std::vector<std::string>& arguments) {
    ran.clear();
    try {
      line.parse(arguments, [this](const std::string& text) { ran = text; })();
      return ran;
    } catch (const Error& error) {
      CHECK(error.exit_code() == 2);
      return error.str();
    }
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The words of an example, as a shell splits them, up to what takes the output elsewhere.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  std::istringstream stream(command);
  while (stream >> word && word != ">" && word != "|") words.push_back(word == "''" ? "" : word);
  return words;
}

}  // namespace

TEST_CASE("command line: the innermost command runs; mistakes name the option before its value") {
  Tree tree;
  CHECK(tree.parse({"noun", "put", "-f", "x", "--store", "s"}) == "put x");
  CHECK(tree.store == "s");
  CHECK(tree.parse({"noun", "put", "y"}) == "put y");
  CHECK(tree.parse({"secret"}) == "secret");
  CHECK(tree.parse({"noun", "put", "--File=z", "--tag", "t"}) == "put z");
  CHECK(tree.parse({"--version"}) == "tool 1.0\n");
  CHECK(tree.parse({"noun", "put", "-f", "x", "--format", "xml"}) ==
        "--format: \"xml\" is none of text, json");
  for (const char* wrong : {"0", "100", "1x", "", "99999999999999999999"}) {
    CAPTURE(wrong);
    CHECK(tree.parse({"noun", "put", "x", std::string("--limit=") + wrong}).starts_with("--limit: "));
  }
  CHECK(contains(tree.parse({"noun", "put"}), "--file"));
  CHECK(contains(tree.parse({"noun"}), "required"));
  CHECK(contains(tree.parse({"noun", "put", "x", "--nope"}), "--nope"));
}

TEST_CASE("reference: help shows what is declared, in columns") {
  Tree tree;
  const std::string expected =
      R"(Usage: tool noun put -f FILE [options]

Put a thing.

.hidden files are `put` -- too\.

Options:
  -f, --file FILE         The file.
      --format text|json  The format. `text`: lines. `json`: a document. Default: text.
      --limit N           So many. Default: 10.
      --dry-run           Change nothing.

Examples:
  tool noun put -f x
      Puts x.

`tool --help` lists the options that every command takes.
)";
  CHECK(app::help_text(tree.put()) == expected);
  CHECK(tree.parse({"noun", "put", "--help"}) == expected);
  const std::string root = tree.parse({"--help"});
  CHECK(contains(root, "One.\n\nTwo.\n"));
  CHECK(contains(root,
                 "Global options:\n      --store PATH  The file of the store. Default: none. Variable: "
                 "`TOOL_STORE`.\n"));
  CHECK_FALSE(contains(root, "secret"));
}

TEST_CASE("reference: help wraps at 100 columns and puts long names on a line of their own") {
  app::CommandEntry command;
  command.text = {"x", "Do", "", {}};
  app::OptionEntry& option = command.options.emplace_back();
  option.long_name = "--a-name-that-is-longer-than-the-column";
  for (int i = 0; i < 40; ++i) option.description += "word ";
  const std::string help = app::help_text(command);
  std::istringstream lines(help);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) {
    CHECK_FALSE(line.ends_with(' '));
    longest = std::max(longest, line.size());
  }
  CHECK(longest > 90);
  CHECK(longest <= 100);
  CHECK(contains(help, "than-the-column\n          "));
}

TEST_CASE("reference: a man page has its sections, and no text of it is a request of roff") {
  Tree tree;
  const std::string page = app::man_page(tree.put());
  CHECK(page.starts_with(".TH TOOL\\-NOUN\\-PUT 1 "));
  for (const char* part :
       {".SH NAME\ntool\\-noun\\-put \\- Put a thing\n", ".SH SYNOPSIS\n",
        ".SH DESCRIPTION\nPut a thing.\n.PP\n\\&.hidden files are \\fBput\\fR \\-\\- too\\e.\n",
        ".TP\n\\fB\\-f, \\-\\-file FILE\\fR\nThe file.\n", ".SH ENVIRONMENT\n",
        ".SH EXIT STATUS\n.TP\n\\fB0\\fR\n", ".SH EXAMPLES\n.TP\n\\fBtool noun put \\-f x\\fR\nPuts x.\n",
        ".SH SEE ALSO\n.BR tool\\-noun (1),\n"}) {
    CAPTURE(page);
    CHECK_MESSAGE(contains(page, part), part);
  }
  CHECK_FALSE(contains(page, "tag"));
  CHECK_FALSE(contains(page, "File\\fR"));
  const std::string root = app::man_page(tree.line.reference());
  CHECK(contains(root, ".SH GLOBAL OPTIONS\n.TP\n\\fB\\-\\-store PATH\\fR\n"));
  CHECK(contains(root, "\\fBTOOL_STORE\\fR\n"));
  CHECK_FALSE(contains(root, "secret"));
}

TEST_CASE("reference: the tables of README are made anew, and the rest stays") {
  Tree tree;
  const std::string readme =
      "# x\n<!-- reference: commands -->\nold\n<!-- reference: end -->\ntext\n<!-- reference: options -->\n"
      "<!-- reference: end -->\n";
  CHECK(app::with_readme_tables(tree.line.reference(), readme) ==
        "# x\n<!-- reference: commands -->\n| command | meaning |\n| --- | --- |\n"
        "| `noun put -f FILE [options]` | Put a thing |\n<!-- reference: end -->\ntext\n"
        "<!-- reference: options -->\n| flag | variable | key | meaning |\n| --- | --- | --- | --- |\n"
        "| `--store PATH` | `TOOL_STORE` | `store` | The file of the store. Default: none. |\n"
        "<!-- reference: end -->\n");
  CHECK_THROWS_AS(app::with_readme_tables(tree.line.reference(), "<!-- reference: commands -->\n"), Error);
  CHECK_THROWS_AS(
      app::with_readme_tables(tree.line.reference(), "<!-- reference: x -->\n<!-- reference: end -->\n"),
      Error);
}

TEST_CASE("reference: every command and option of the program says what it has to say") {
  std::istringstream in;
  std::ostringstream out;
  const test::FixedClock clock;
  app::Process process{in, out, out, false, false, clock, [](const std::string&) { return std::nullopt; }};
  app::Context context(process);
  const auto line = app::declare_all(context);
  int commands = 0;
  line->reference().for_each_shown([&](const app::CommandEntry& command) {
    CAPTURE(command.path());
    ++commands;
    CHECK_FALSE(command.text.summary.empty());
    CHECK_FALSE(command.text.summary.ends_with('.'));
    CHECK(command.text.description.ends_with('.'));
    CHECK_FALSE(command.text.examples.empty());
    for (const app::Example& example : command.text.examples) {
      CHECK(example.meaning.ends_with('.'));
      std::vector<std::string> words = words_of(example.command);
      if (words.front() != "gimlet") continue;
      words.erase(words.begin());
      CAPTURE(example.command);
      // A command line is parsed once.
      const auto parser = app::declare_all(context);
      CHECK_NOTHROW(parser->parse(words, [](const std::string&) { FAIL("it prints help"); }));
    }
    for (const app::OptionEntry& option : command.options) {
      if (option.hidden) continue;
      CAPTURE(option.title());
      CHECK(option.description.ends_with('.'));
      for (const app::Choice& choice : option.choices) CHECK_FALSE(choice.meaning.empty());
    }
  });
  CHECK(commands > 25);
}

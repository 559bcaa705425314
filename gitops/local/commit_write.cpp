#include "gitops/local/commit_write.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/util/error.hpp"
#include "core/util/fs.hpp"
#include "core/util/process.hpp"
#include "core/util/string.hpp"
#include "gitops/git2/error.hpp"

namespace gimlet::gitops {
namespace {

// What git takes from both ends of a name and an address. Before 2.44 it took dots, too.
bool is_crud(char c) {
  constexpr unsigned char space = 0x20;
  return static_cast<unsigned char>(c) <= space ||
         std::string_view(",:;<>\"\\'").find(c) != std::string_view::npos;
}

// What may stand in "Name <address>": no angle brackets and no control characters.
std::string clean(std::string_view text, std::string_view fallback) {
  constexpr unsigned char space = 0x20;
  std::string result;
  for (const char c : text) {
    if (c != '<' && c != '>' && static_cast<unsigned char>(c) >= space) result += c;
  }
  while (!result.empty() && is_crud(result.back())) result.pop_back();
  result.erase(result.begin(), std::find_if_not(result.begin(), result.end(), is_crud));
  return result.empty() ? std::string(fallback) : result;
}

std::string person(const Identity& identity) {
  return fmt::format("{} <{}>", clean(identity.name, "unknown"), clean(identity.email, "unknown"));
}

std::string person_line(const Identity& identity, UnixSeconds time) {
  return fmt::format("{} {} +0000", person(identity), time);
}

// The signature as a header field: its further lines begin with a space.
std::string with_signature(const std::string& commit, const std::string& signature) {
  const auto header_end = commit.find("\n\n");
  const std::string text(trim(signature));
  return commit.substr(0, header_end) + "\ngpgsig " + replace_all(text, "\n", "\n ") +
         commit.substr(header_end);
}

bool is_literal_key(std::string_view key) {
  return key.starts_with("key::") || key.starts_with("ssh-");
}

Error cannot_sign(const std::string& program, const ProcessResult& result) {
  const std::string words = printable_line(trim(result.error_output), 1000);
  return Error(ErrorCode::failed,
               "cannot sign the commit: " + program + ": " +
                   (words.empty() ? fmt::format("ended with code {}", result.exit_code) : words))
      .hint(
          "git is configured to sign commits (commit.gpgSign); git commit --allow-empty -S should work too");
}

// The first line of what gpg.ssh.defaultKeyCommand prints, which `ssh-add -L` usually is; "" if there is no
// such command, or it fails.
std::string default_ssh_key(const std::string& command, const std::filesystem::path& folder) {
  if (command.empty()) return "";
  ProcessOptions options;
  options.folder = folder;
  const auto result = run_process({"sh", "-c", command}, options);
  const std::string line(trim(result.output.substr(0, result.output.find('\n'))));
  return result.ok() && is_literal_key(line) ? line : "";
}

}  // namespace

std::string commit_bytes(const NewCommit& commit) {
  std::string bytes = "tree " + git2::to_hex(commit.tree) + "\n";
  if (commit.parent) bytes += "parent " + git2::to_hex(*commit.parent) + "\n";
  bytes += "author " + person_line(commit.author, commit.time) + "\n";
  bytes += "committer " + person_line(commit.committer, commit.time) + "\n\n";
  std::string message = commit.message;
  message.erase(std::remove(message.begin(), message.end(), '\0'), message.end());
  bytes += message;
  if (!bytes.ends_with('\n')) bytes += '\n';
  return bytes;
}

CommitSigner::CommitSigner(const Clone& clone) : folder_(clone.root()) {
  const git2::Config& config = clone.config;
  enabled_ = config.flag("commit.gpgsign").value_or(false);
  if (!enabled_) return;
  if (const std::string format = config.text("gpg.format"); !format.empty()) format_ = to_lower(format);
  const std::string own_program = program_at(config.path("gpg." + format_ + ".program"));
  if (format_ == "ssh") {
    program_ = own_program.empty() ? "ssh-keygen" : own_program;
    key_ = config.text("user.signingkey");
    if (!is_literal_key(key_)) key_ = config.path("user.signingkey");
    if (key_.empty()) key_ = default_ssh_key(config.text("gpg.ssh.defaultkeycommand"), folder_);
    return;
  }
  if (format_ != "openpgp" && format_ != "x509") {
    throw Error(ErrorCode::failed, "cannot sign commits: gpg.format is \"" + printable_line(format_) + "\"")
        .hint("git knows openpgp, x509 and ssh");
  }
  const std::string program = format_ == "openpgp" ? program_at(config.path("gpg.program")) : "";
  program_ = !own_program.empty() ? own_program : program;
  if (program_.empty()) program_ = format_ == "x509" ? "gpgsm" : "gpg";
  key_ = config.text("user.signingkey");
}

// git starts it where the clone's files are.
std::string CommitSigner::program_at(const std::string& program) const {
  return program.find('/') == std::string::npos ? program : (folder_ / program).string();
}

std::string CommitSigner::sign(const std::string& commit, const Identity& committer) const {
  const std::string signature = format_ == "ssh" ? sign_with_ssh(commit) : sign_with_gpg(commit, committer);
  return with_signature(commit, signature);
}

// As git calls it: the default key is the committer's.
std::string CommitSigner::sign_with_gpg(const std::string& commit, const Identity& committer) const {
  const std::string key = key_.empty() ? person(committer) : key_;
  ProcessOptions options;
  options.input = commit;
  options.folder = folder_;
  const auto result = run_process({program_, "--status-fd=2", "-bsau", key}, options);
  if (!result.ok() || result.error_output.find("[GNUPG:] SIG_CREATED ") == std::string::npos) {
    throw cannot_sign(program_, result);
  }
  return result.output;
}

std::string CommitSigner::sign_with_ssh(const std::string& commit) const {
  if (key_.empty()) {
    throw Error(ErrorCode::failed,
                "cannot sign the commit: gpg.format is ssh, and there is no user.signingKey")
        .hint("git config --global user.signingKey ~/.ssh/id_ed25519.pub");
  }
  std::vector<std::string> argv = {program_, "-Y", "sign", "-n", "git", "-f"};
  const TempFolder folder("gimlet-sign");
  if (is_literal_key(key_)) {  // a public key whose private half the agent holds
    const auto file = std::filesystem::absolute(folder.path() / "key.pub");
    write_file_atomically(file, key_.starts_with("key::") ? key_.substr(5) : key_);
    argv.insert(argv.end(), {file.string(), "-U"});
  } else {
    argv.push_back(key_);
  }
  ProcessOptions options;
  options.input = commit;
  options.folder = folder_;
  const auto result = run_process(argv, options);
  if (!result.ok() || result.output.empty()) throw cannot_sign(program_, result);
  return result.output;
}

}  // namespace gimlet::gitops

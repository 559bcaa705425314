#include <filesystem>

#include <doctest/doctest.h>

#include "core/render/cue.hpp"
#include "core/util/fs.hpp"
#include "tests/support/failure.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/servers.hpp"

using namespace gimlet;

namespace {

// A cue of the test's own that runs `script`, with HERE set to the folder that outlives it.
class FakeCue {
 public:
  explicit FakeCue(const std::string& script) {
    const auto cue = folder_.write("cue", "#!/bin/sh\nHERE=" + folder_.path().string() + "\n" + script);
    std::filesystem::permissions(cue, std::filesystem::perms::owner_all);
    options.cue = cue.string();
  }
  [[nodiscard]] std::string file(const std::string& name) const { return read_file(folder_.path() / name); }

  render::CueOptions options;

 private:
  test::Folder folder_;
};

Error error_of(const render::CueOptions& options, const std::string& pointer = "/cueEnvironments/0") {
  try {
    render::cue_manifests("configs: []", pointer, "a.json", options);
  } catch (const Error& error) {
    return error;
  }
  return {ErrorCode::usage, "nothing was thrown"};
}

constexpr const char* two =
    R"(echo '[{"app":"first","env":"s","manifests":"a: {{ .SHA }}"},{"app":"second","env":"s"}]')"
    "\n";

}  // namespace

TEST_CASE("cue: the list configs becomes manifests, in order") {
  const FakeCue cue("echo \"$@\" >$HERE/arguments; cat environments.cue >$HERE/text\n" + std::string(two));
  const auto manifests = render::cue_manifests("configs: [x]\n", "/cueEnvironments/0", "a.json", cue.options);
  REQUIRE(manifests.size() == 2);
  CHECK(manifests[0].app == "first");
  CHECK(manifests[0].manifests == "a: {{ .SHA }}");
  CHECK(manifests[1].app == "second");
  CHECK(cue.file("arguments") == "export --out json --expression configs environments.cue\n");
  CHECK(cue.file("text") == "configs: [x]\n");
}

TEST_CASE("cue: no secret of the environment gets to it, nor the folder it is asked from") {
  const test::ScopedVariable secret("GIMLET_GIT_TOKEN", "s3cret");
  const test::ScopedVariable other("AWS_SECRET_ACCESS_KEY", "s3cret");
  const FakeCue cue("env >$HERE/env; ls >$HERE/files; pwd >$HERE/folder\n" + std::string(two));
  render::cue_manifests("configs: []", "", "a.cue", cue.options);
  const std::string seen = cue.file("env");
  CHECK(seen.find("s3cret") == std::string::npos);
  CHECK(seen.find("PATH=") != std::string::npos);
  CHECK(cue.file("files") == "environments.cue\n");
  CHECK(cue.file("folder").find(std::filesystem::current_path().string()) == std::string::npos);
}

TEST_CASE("mistake 17: cue's error is passed on, with what was being rendered") {
  const FakeCue cue(
      "echo 'configs: reference \"x\" not found:' >&2\necho '    ./environments.cue:3:4' >&2\nexit 1\n");
  const Error error = error_of(cue.options);
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(error.str() ==
        "rendering the CUE text of a.json/cueEnvironments/0: cue: configs: reference \"x\" not found:\n"
        "    ./environments.cue:3:4 (at /cueEnvironments/0)");
  CHECK(error_of(FakeCue("echo 'reference \"configs\" not found' >&2; exit 1\n").options)
            .hint()
            .find("list `configs`") != std::string::npos);
  CHECK(error_of(FakeCue("exit 3\n").options).message() == "cue ended with 3");
}

TEST_CASE("cue: what it prints must be manifests") {
  CHECK(error_of(FakeCue("echo '{}'\n").options).str().find("must be a list of manifests") !=
        std::string::npos);
  CHECK(error_of(FakeCue("echo 'x'\n").options).str().find("the output of cue:1:1") != std::string::npos);
  const Error error = error_of(FakeCue("echo '[{\"app\":\"a\",\"env\":\"s\"},{\"app\":\"a\"}]'\n").options);
  CHECK(error.code() == ErrorCode::bad_input);
  CHECK(error.json_pointer() == "/cueEnvironments/0/configs/1/env");
}

TEST_CASE("cue: one that is not there, or does not end, is a failure of ours and not of the text") {
  render::CueOptions options;
  options.cue = "cue-that-is-not-there";
  const Error error = error_of(options);
  CHECK(error.code() == ErrorCode::failed);
  CHECK(error.message().find("CUE environments need cue: ") == 0);
  CHECK(error.hint().find("install cue") == 0);
  FakeCue slow("exec sleep 60\n");
  slow.options.timeout_ms = 200;
  CHECK(error_of(slow.options).message() == "cue did not end within 0 seconds");
}

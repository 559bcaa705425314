#include <doctest/doctest.h>

#include "gitops/records/kustomization.hpp"
#include "tests/unit/gitops/fake_snapshot.hpp"

using namespace gimlet;
using namespace gimlet::gitops;
using test::FakeSnapshot;

namespace {

Layout wanted() {
  Layout layout;
  layout.kustomization_per_app = true;
  return layout;
}

// The name of the resource, for an app "MyApp" of staging.
std::string name_for(const Layout& layout, const std::string& repository, const std::string& ns) {
  const auto edit = add_kustomization(FakeSnapshot(), layout, {"staging", "MyApp"}, ns, repository);
  REQUIRE(edit.has_value());
  const std::size_t at = edit->content.find("  name: ") + 8;
  return edit->content.substr(at, edit->content.find('\n', at) - at);
}

std::string source_in(const std::map<std::string, std::string>& files) {
  const auto edit =
      add_kustomization(FakeSnapshot(files), wanted(), {"staging", "web"}, "ns", "https://h/me/r.git");
  REQUIRE(edit.has_value());
  const std::size_t at = edit->content.rfind("name: ") + 6;
  return edit->content.substr(at, edit->content.size() - 1 - at);
}

}  // namespace

// The first two are Gimlet's own (Test_uniqueKustomizationName).
TEST_CASE("kustomization: it is called as Gimlet calls it, however the repository is named") {
  CHECK(name_for(wanted(), "git@github.com:gimlet-io/gitops-staging-infra.git", "my-team") ==
        "gimlet-io-staging-infra-staging-my-team-myapp");
  Layout one = wanted();
  one.repository_per_env = true;
  one.env = "staging";
  CHECK(name_for(one, "https://github.com/gimlet-io/gitops-staging-infra.git", "my-team") ==
        "gimlet-io-staging-infra-my-team-myapp");
  CHECK(name_for(wanted(), "ssh://git@h:22/a-long-owner-name/r/", "") == "a-long-own-r-staging-myapp");
  CHECK(name_for(wanted(), "/srv/git/My_Repo", "Ns") == "git-my-repo-staging-ns-myapp");
  CHECK(name_for(wanted(), "r", "ns") == "r-staging-ns-myapp");
  CHECK(name_for(wanted(), "", "") == "staging-myapp");
}

TEST_CASE("kustomization: its source is the GitRepository of the env's Flux folder") {
  const std::string repository = "kind: GitRepository\nmetadata: {name: there}\n";
  CHECK(source_in({{"staging/flux/gitops-repo-x.yaml", "kind: Kustomization\n---\n" + repository}}) ==
        "there");
  CHECK(source_in({{"staging/flux/other.yaml", repository}}) == "me-r-staging");
  CHECK(source_in({{"production/flux/gitops-repo-x.yaml", repository}}) == "me-r-staging");
  CHECK(source_in({{"staging/flux/gitops-repo-x.yaml", "kind: GitRepository\nmetadata: 1\n"}}) ==
        "me-r-staging");
}

TEST_CASE("kustomization: nothing where the layout wants none, and nothing of an app's that is there") {
  const std::map<std::string, std::string> files{{"staging/flux/kustomization-web.yaml", "by: hand\n"}};
  const FakeSnapshot tip(files);
  const Target web{"staging", "web"};
  CHECK_FALSE(add_kustomization(FakeSnapshot(), Layout{}, web, "", "").has_value());
  CHECK_FALSE(add_kustomization(tip, wanted(), web, "", "").has_value());
  CHECK_FALSE(remove_kustomization(tip, Layout{}, web).has_value());
  CHECK_FALSE(remove_kustomization(FakeSnapshot(), wanted(), web).has_value());
  CHECK(remove_kustomization(tip, wanted(), web)->path == "staging/flux/kustomization-web.yaml");
  CHECK(restore_kustomization(FakeSnapshot(), tip, wanted(), web)->content == "by: hand\n");
  CHECK_FALSE(restore_kustomization(tip, FakeSnapshot(), wanted(), web).has_value());
  CHECK_FALSE(restore_kustomization(FakeSnapshot(), tip, Layout{}, web).has_value());
}

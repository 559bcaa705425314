#include <doctest/doctest.h>

#include "gitops/records/commit_message.hpp"

using namespace gimlet::gitops;

namespace {
const std::string id_a(40, 'a');
const std::string id_b(40, 'b');
}  // namespace

TEST_CASE("commit kind: the subjects that Gimlet's tools know") {
  const auto release = read_claim("[Gimlet] staging/web automated deploy\n\nGimlet-Intent: policy\n");
  CHECK(release.kind == ReleaseKind::release);
  CHECK(release.target == "staging/web");
  const auto removal = read_claim("[GimletD delete] staging/web deleted by policy");
  CHECK(removal.kind == ReleaseKind::removal);
  CHECK(removal.target == "staging/web");
  CHECK(read_claim("Scale up by hand").kind == ReleaseKind::manual);
  CHECK(read_claim("").kind == ReleaseKind::manual);
}

TEST_CASE("commit kind: a rollback names what it restored and what it undid") {
  const auto claim = read_claim("[Gimlet] staging/web rolled back to abcdef1\n\nThis reverts commit " + id_a +
                                ".\nThis reverts commit " + id_b + ".\n");
  CHECK(claim.kind == ReleaseKind::rollback);
  CHECK(claim.restored == "abcdef1");
  CHECK(claim.reverted == std::vector<std::string>{id_a, id_b});
}

TEST_CASE("commit kind: GimletD's rollbacks were git revert commits") {
  const auto claim =
      read_claim("Revert \"[Gimlet] staging/web automated deploy\"\n\nThis reverts commit " + id_a + ".\n");
  CHECK(claim.kind == ReleaseKind::rollback);
  CHECK(claim.target.empty());
  CHECK(claim.reverted.size() == 1);
  CHECK(read_claim("x\n\nThis reverts commit abc.\n").kind == ReleaseKind::manual);
}

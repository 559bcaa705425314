#!/usr/bin/env bash
# release list: what the history says of each app.
. "$(dirname "$0")/lib.sh"

history() {
  make_gitops
  push web 1
  push api 1
  push web 2
  push web 3
  run rollback --env staging --app web --to mycompany/web-1
  run release delete --env staging --app api
}

case_kinds_and_fields() {
  history
  run release list --env staging -o json
  expect_code 0
  expect_json 'length' 6
  expect_json '.[0] | "\(.kind) \(.app)"' "delete api"
  expect_json '.[1] | "\(.kind) \(.app) \(.artifactId)"' "rollback web mycompany/web-1"
  expect_json '.[2] | "\(.kind) \(.app) \(.artifactId) \(.rolledBack)"' "release web mycompany/web-3 true"
  expect_json '.[3] | "\(.artifactId) \(.rolledBack)"' "mycompany/web-2 true"
  expect_json '.[5] | "\(.artifactId) \(.rolledBack)"' "mycompany/web-1 false"
  expect_json '.[5].gitopsRef | length' 40
  expect_json '.[5].created > 1600000000' true
  expect_json '.[5].gitopsRepo' "$WORK/remote.git"
  expect_json '.[5].version.repositoryName' mycompany/web
}

case_filters_and_pages() {
  history
  run release list --env staging --app web --limit 2 -o json
  expect_json 'map(.artifactId) | join(" ")' "mycompany/web-1 mycompany/web-3"
  run release list --env staging --app web --offset 1 --limit 1 -o json
  expect_json '.[0].artifactId' mycompany/web-3
  run release list --repo mycompany/api -o json
  expect_json 'map(.kind) | join(" ")' release
}

case_of_an_artifact_and_a_commit() {
  history
  run release list --artifact mycompany/web-2 -o json
  expect_json 'map("\(.kind) \(.artifactId)") | join(", ")' "release mycompany/web-2"
  run release list --sha "$(jq -r .version.sha web-3.json | cut -c1-10)" -o json
  expect_json 'map(.artifactId) | join(" ")' mycompany/web-3
  run release list --sha 0000000000 -o json
  expect_code 0
  expect_json length 0
  run release list --repository mycompany/api -o json
  expect_json 'map(.app) | unique | join(" ")' api
}

case_fetch() {
  make_gitops
  push web 1
  git clone -q remote.git second 2>/dev/null
  push web 2
  GIMLET_GITOPS_REPO=$WORK/second run release list --env staging -o json
  expect_json length 1
  GIMLET_GITOPS_REPO=$WORK/second run release list --env staging -o json --fetch
  expect_json length 2
}

case_order_of_the_table() {
  history
  run release list --env staging
  expect_out 'staging/web'
  expect_equal "the newest is last" "$(tail -1 <<<"$out" | grep -c delete)" 1
  run release list --env staging --reverse
  expect_equal "the newest is first" "$(sed -n 2p <<<"$out" | grep -c delete)" 1
}

case_times() {
  history
  run release list --env staging --since 1h -o json
  expect_json length 6
  run release list --env staging --until 2001-01-01 -o json
  expect_json length 0
}

# Mistake 14: a hand edit was credited to another app.
case_a_hand_edit() {
  make_gitops
  push web 1
  push api 1
  echo "edited: true" >>gitops/staging/web/manifest.yaml
  commit_by_hand "Scale up by hand"
  run release list --env staging --limit 1 -o json
  expect_json '.[0] | "\(.kind) \(.app) \(.triggeredBy)"' "manual web Test User"
}

run_cases "$@"

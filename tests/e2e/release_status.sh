#!/usr/bin/env bash
# release status: what runs now. Mistake 19: -o json printed nothing useful.
. "$(dirname "$0")/lib.sh"

case_what_runs() {
  make_gitops
  push web 1
  web_ref=$(remote_tip)
  push api 1
  run release --env production -a mycompany/web-1
  run release status --env staging -o json
  expect_code 0
  expect_json 'keys | join(" ")' "api web"
  expect_json '.web | "\(.artifactId) \(.kind) \(.rolledBack)"' "mycompany/web-1 release false"
  expect_json .web.gitopsRef "$web_ref"
  expect_json .api.gitopsRef "$(remote_log %H -- staging/api)"
  run release status --env staging --app api -o json
  expect_json 'keys | join(" ")' api
  run release status -o json
  expect_json 'keys | join(" ")' "production staging"
  expect_json '.production.web.triggeredBy' "Test User"
  run release status
  expect_out 'production/web'
  run release status --env qa
  expect_code 3
  expect_err 'it has: production, staging'
}

# An app that gimlet never released is null.
case_an_app_that_was_never_released() {
  make_gitops
  push web 1
  mkdir -p gitops/staging/legacy && echo 'kind: ConfigMap' >gitops/staging/legacy/cm.yaml
  commit_by_hand "By hand"
  run release status --env staging -o json
  expect_json .legacy null
  expect_json .web.artifactId mycompany/web-1
}

# Another clone's releases are seen with --fetch.
case_fetch() {
  make_gitops
  push web 1
  git clone -q remote.git second 2>/dev/null
  push web 2
  GIMLET_GITOPS_REPO=$WORK/second run release status --env staging --app web -o json
  expect_json .web.artifactId mycompany/web-1
  GIMLET_GITOPS_REPO=$WORK/second run release status --env staging --app web -o json --fetch
  expect_json .web.artifactId mycompany/web-2
}

run_cases "$@"

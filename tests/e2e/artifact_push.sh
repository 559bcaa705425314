#!/usr/bin/env bash
# artifact push: storing, deploy policies, retries, failures that leave the artifact stored.
. "$(dirname "$0")/lib.sh"

# The policy of staging fires, production has none.
case_policies() {
  make_gitops
  push web 1
  expect_code 0
  expect_json .changed true
  expect_json .artifact.id mycompany/web-1
  expect_json '.results | length' 2
  expect_json '.results[0] | "\(.env)/\(.app) \(.status)"' "staging/web released"
  expect_json '.results[0].gitopsRef' "$(remote_tip)"
  expect_json '.results[1] | "\(.env)/\(.app) \(.status) \(.rule)"' "production/web skipped deploy"
  expect_equal "the remote's file" "$(remote_file staging/web/manifest.yaml | grep version:)" '  version: "1"'
  expect_not "production was written" git -C remote.git rev-parse -q --verify main:production
  expect_equal "triggeredBy" "$(remote_file staging/web/release.json | jq -r .triggeredBy)" policy
  expect_equal "env's release.json" "$(remote_file staging/release.json)" "$(remote_file staging/web/release.json)"
  expect_equal "the subject" "$(remote_log %s)" "[Gimlet] staging/web automated deploy"
  expect_equal "the artifact's trailer" "$(remote_trailer Gimlet-Artifact)" mycompany/web-1
  expect_equal "the working tree" "$(git -C gitops status --porcelain)" ""
  expect "the working tree has the file" test -f gitops/staging/web/manifest.yaml
}

# The same again is free, and does not bring an old version back.
case_the_same_again_is_free() {
  make_gitops
  push web 1
  tip=$(remote_tip)
  run artifact push -f web-1.json -o json
  expect_code 0
  expect_json .changed false
  expect_equal "the tip" "$(remote_tip)" "$tip"
  push web 2
  run artifact push -f web-1.json -o json
  expect_json .changed false
  expect_version staging/web 2
}

# Another content under the same id is a conflict, and nothing is stored.
case_other_content_is_a_conflict() {
  make_gitops
  push web 1
  sed 's/Version 1/Another/' web-1.json >other.json
  run artifact push -f other.json
  expect_code 6
  expect_err 'mycompany/web-1 is stored already, with other content'
  run artifact show mycompany/web-1
  expect_json .version.message "Version 1 of web"
}

# Without an id it gets one.
case_an_id_is_made_up() {
  artifact web-2.json web 2
  jq 'del(.id)' web-2.json >noid.json
  run artifact push -f noid.json -o json --no-release
  expect_code 0
  expect_json '.artifact.id | test("^mycompany/web-[0-9a-f-]{36}$")' true
  expect_json '.results[0] | "\(.status) \(.reason)"' "skipped --no-release"
}

# It follows from the content, so that the same file again is the same artifact.
case_the_same_content_without_an_id() {
  make_gitops
  artifact web-1.json web 1
  jq 'del(.id)' web-1.json >noid.json
  run artifact push -f noid.json -o json
  expect_json '.results[0].status' released
  tip=$(remote_tip) id=$(jq -r .artifact.id <<<"$out")
  jq '{items, vars} + .' noid.json | jq 'del(.vars)' >sorted.json
  for file in noid.json sorted.json; do
    run artifact push -f "$file" -o json
    expect_code 0
    expect_json .changed false
    expect_json .artifact.id "$id"
  done
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  jq '.version.sha = "1234567"' noid.json >other.json
  run artifact push -f other.json -o json
  expect_json ".artifact.id == \"$id\"" false
  expect_json '.results[0].status' released
  run artifact list -o json
  expect_json length 2
}

# README's job, run again: another run, another attempt, another person.
case_a_job_that_runs_again() {
  make_gitops
  git init -q app && git -C app commit -q --allow-empty -m "One"
  sha=$(git -C app rev-parse HEAD)
  printf 'app: web\nenv: staging\ndeploy: {event: push, branch: main}\nmanifests: |\n  sha: "{{ .SHA }}"\n' >app/staging.yaml
  job() {
    (
      cd app || exit
      export GITHUB_ACTIONS=true GITHUB_REPOSITORY=me/web GITHUB_SHA=$sha GITHUB_REF_TYPE=branch GITHUB_REF_NAME=main \
        GITHUB_EVENT_NAME=push GITHUB_RUN_ID=$1 GITHUB_RUN_NUMBER=$2 GITHUB_RUN_ATTEMPT=$3 GITHUB_ACTOR=$4 GITHUB_SERVER_URL=https://github.com
      "$GIMLET" artifact create >"$WORK/artifact.json" &&
        "$GIMLET" artifact add -f "$WORK/artifact.json" --field name=CI --field "url=https://github.com/me/web/actions/runs/$1" --env-file staging.yaml
    )
    run artifact push -f artifact.json -o json
    expect_code 0
  }
  job 1111111111 7 1 jane
  expect_json .changed true
  first=$(jq -r .id artifact.json) tip=$(remote_tip)
  job 2222222222 8 2 joe
  expect_json .changed false
  expect_equal "the id" "$(jq -r .id artifact.json)" "$first"
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  run artifact list -o json
  expect_json length 1
  git -C app commit -q --allow-empty -m "Two"
  sha=$(git -C app rev-parse HEAD)
  job 3333333333 9 1 jane
  expect_json .changed true
}

# A dry run changes neither the store nor the repository.
case_dry_run() {
  make_gitops
  push web 2
  artifact web-3.json web 3
  tip=$(remote_tip)
  run artifact push -f web-3.json --dry-run --diff -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect_json '.diff | contains("+  version: \"3\"")' true
  expect_equal "the tip" "$(remote_tip)" "$tip"
  run artifact show mycompany/web-3
  expect_code 3
  run artifact push -f web-3.json --dry-run --diff
  expect_out 'would be stored'
  expect_out 'would be released'
  expect_out '^\+  version: "3"'
}

# Mistake 12: one manifest's missing variable failed releases of other manifests.
case_a_variable_that_is_missing() {
  make_gitops
  push two 1 '[
  {"app": "bad", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: {{ .NO_SUCH_VARIABLE }}"},
  {"app": "good", "env": "staging", "deploy": {"event": "push"}, "manifests": "kind: ConfigMap"}]'
  expect_code 4
  expect_json '.results[0] | "\(.app) \(.status)"' "bad failed"
  expect_json '.results[0].reason | contains("NO_SUCH_VARIABLE")' true
  expect_json '.results[1] | "\(.app) \(.status)"' "good released"
  expect "the good one is in the remote" remote_file staging/good/manifest.yaml
  event=$(jq -r .event <<<"$out")
  run artifact show mycompany/two-1
  expect_code 0

  # Mistake 11: "processed" was reported for failed deploys.
  run release track "$event" -o json
  expect_json .status error
  expect_json '.statusDesc | contains("NO_SUCH_VARIABLE")' true
}

# A manifest nobody asked for cannot fail a release.
case_of_a_manifest_nobody_asked_for() {
  make_gitops
  push lazy 1 '[
  {"app": "lazy", "env": "production", "manifests": "a: {{ .NO_SUCH_VARIABLE }}"},
  {"app": "lazy", "env": "staging", "deploy": {"event": "push"}, "manifests": "kind: ConfigMap"}]'
  expect_code 0
  expect_json '.results[0].status' skipped
  expect_json '.results[1].status' released
}

# Mistake 15: a value cannot add structure; mistake 16: a templated key leaves no raw key behind.
case_values_add_no_structure() {
  make_gitops
  mkdir -p chart/templates
  printf 'apiVersion: v2\nname: chart\nversion: 0.1.0\n' >chart/Chart.yaml
  printf 'values:\n{{ toYaml .Values | indent 2 }}\n' >chart/templates/values.yaml
  artifact inject.json inject 1 '[{"app": "inject", "env": "staging", "deploy": {"event": "push"}, "chart": {"name": "./chart"},
  "values": {"{{ .BRANCH }}-key": "{{ .EVIL }}", "plain": {"{{ .EVIL }}": 1}}}]'
  jq '.context.EVIL = "x\nevil: true"' inject.json >evil.json
  run artifact push -f evil.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect_equal "the values that the chart saw" "$(remote_file staging/inject/values.yaml)" '---
values:
  main-key: |-
    x
    evil: true
  plain:
    ? |-
      x
      evil: true
    : 1'
}

# Mistake 9: an unknown event became push.
case_an_unknown_event() {
  artifact web-1.json web 1
  jq '.version.event = "merge" | .id = "e-1"' web-1.json >event.json
  run artifact push -f event.json
  expect_code 4
  expect_err '/version/event'
}

# Mistake 10: a bad glob crashed the worker; branch without event silently never fired.
case_bad_globs() {
  artifact web-1.json web 1
  jq '.environments[0].deploy.branch = "[a" | .id = "g-1"' web-1.json >glob.json
  run artifact push -f glob.json
  expect_code 4
  expect_err '/environments/0/deploy'
  run artifact show g-1
  expect_code 3
  jq '.environments[0].deploy = {branch: "main"} | .id = "g-2"' web-1.json >noevent.json
  run artifact push -f noevent.json -o json
  expect_code 0
  expect_err 'warning:.*/environments/0/deploy'
  expect_json '.results[0] | "\(.status) \(.rule)"' "skipped branch"
}

# A release that fails keeps the artifact; the next push of it makes up for the release.
case_a_release_that_fails_keeps_the_artifact() {
  make_gitops
  remote_hook 'echo "the freeze is on" >&2; exit 1'
  push late 1
  expect_code 5
  expect_json '.results[0].status' denied
  expect_err 'the freeze is on'
  run artifact show mycompany/late-1
  expect_code 0
  rm remote.git/hooks/pre-receive
  run artifact push -f late-1.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect "it is in the remote" remote_file staging/late/manifest.yaml
}

# No GitOps repository is needed where no policy asks for a release.
case_without_a_gitops_repository() {
  artifact web-1.json web 1
  jq '.environments[0].deploy.branch = "other" | .id = "n-1"' web-1.json >none.json
  run artifact push -f none.json -o json
  expect_code 0
  expect_json '.results[0] | "\(.status) \(.rule)"' "skipped branch"
  jq '.id = "n-2"' web-1.json >needs.json
  run artifact push -f needs.json
  expect_code 2
  expect_err 'no GitOps repository was named'
  run artifact show n-2
  expect_code 0
}

# Whoever waits longer than the deadline for a remote that keeps moving gets a conflict; the artifact stays.
case_deadline() {
  make_gitops
  remote_that_moves
  artifact web-1.json web 1
  run artifact push -f web-1.json --deadline 1 -o json
  expect_code 6
  expect_json '.results[0].status' failed
  expect_equal "the newest commit" "$(remote_log %s)" Moved
  run artifact show mycompany/web-1
  expect_code 0
  run artifact push -f web-1.json --deadline 0
  expect_code 2
}

run_cases "$@"

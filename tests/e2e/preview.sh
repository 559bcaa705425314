#!/usr/bin/env bash
# Manifests with preview: true, from file to release.
. "$(dirname "$0")/lib.sh"

files() {
  mkdir -p .gimlet chart/templates
  printf 'apiVersion: v2\nname: chart\nversion: 0.1.0\n' >chart/Chart.yaml
  printf 'branch: {{ .Values.gitBranch }}\nhost: {{ .Values.ingress.host }}\n' >chart/templates/ingress.yaml
  cat >.gimlet/preview.yaml <<'YAML'
app: web-preview
env: staging
preview: true
namespace: team
chart:
  name: ./chart
values:
  ingress:
    host: web-preview.example.com
YAML
}

# make_artifact VERSION BRANCH: one with the manifest as the source repository has it.
make_artifact() {
  run artifact create --id "me/web-$1" --repository me/web --sha "$1" --created 2024-01-02T03:04:05Z --branch "$2" \
    --event push --message "Change $1" --author-name Jane --author-email j@example.com --var "BRANCH=$2" \
    --env-file .gimlet/preview.yaml -o "$1.json"
}

case_lint_and_template() {
  files
  run manifest lint
  expect_code 0
  expect_equal "stdout" "$out" ""
  run manifest template -f .gimlet/preview.yaml --var BRANCH=Feature/One
  expect_code 0
  expect_equal "the stream" "$out" '---
# staging/web-feature-one/ingress.yaml
branch: Feature/One
host: web-feature-one.example.com'
  run manifest template -f .gimlet/preview.yaml --var BRANCH=Feature/One --app web-feature-one -o json
  expect_json '.[0].app' web-feature-one
  run manifest template -f .gimlet/preview.yaml
  expect_code 4
  expect_err 'no entry for key "BRANCH"'
}

case_release_of_a_branch() {
  files
  make_gitops
  make_artifact 1 feature/one
  expect_code 0
  expect_equal "the artifact keeps the manifest as written" "$(jq -c '.environments[0] | [.app, .preview, has("deploy")]' 1.json)" \
    '["web-preview",true,false]'
  run artifact push -f 1.json -o json
  expect_code 0
  expect_json '.results[0] | "\(.env)/\(.app) \(.status)"' "staging/web-feature-one released"
  expect_equal "the files" "$(git -C remote.git ls-tree -r --name-only main staging | paste -sd' ')" \
    "staging/release.json staging/web-feature-one/ingress.yaml staging/web-feature-one/release.json"
  expect "the host" grep -q 'host: web-feature-one.example.com' <(remote_file staging/web-feature-one/ingress.yaml)
  run artifact list --app web-feature-one -o json
  expect_json '.[0].id' me/web-1
}

# main and master are not previewed.
case_main_and_master_are_not_previewed() {
  files
  make_gitops
  for branch in main master; do
    make_artifact "$branch" "$branch"
    run artifact push -f "$branch.json" -o json
    expect_code 0
    expect_json '.results[0] | "\(.env)/\(.app) \(.status) \(.rule)"' "staging/web-$branch skipped branch"
  done
}

# By hand it can be released under its name.
case_by_hand_under_its_name() {
  files
  make_gitops
  make_artifact 1 feature/one
  run artifact push -f 1.json
  run release --env staging --app web-feature-one --artifact me/web-1 -o json
  expect_code 0
  expect_json .changed false
}

run_cases "$@"

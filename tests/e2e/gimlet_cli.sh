#!/usr/bin/env bash
# CI scripts written for the Gimlet CLI run unchanged.
. "$(dirname "$0")/lib.sh"

export GIMLET_SERVER=https://gimletd.example.com GIMLET_TOKEN=abcdef

case_from_create_to_rollback() {
  make_gitops
  run artifact create --repository mycompany/frontend --sha deae5dbaf237766240181fa397e923d3c5253112 \
    --created "2022-03-04T05:06:07+02:00" --branch main --event push --authorName "Laszlo Fogas" --authorEmail l@example.com \
    --committerName "Laszlo Fogas" --committerEmail l@example.com --message "Feature" --url https://example.com
  expect_code 0
  expect_err 'ignored: there is no server'
  expect_no_err abcdef
  printf '%s\n' "$out" >artifact.json
  run artifact add -f artifact.json --field name=CI --field url=https://jenkins.example.com/job/dev/84/display/redirect
  expect_code 0
  cat >staging.yaml <<'YAML'
app: frontend
env: staging
namespace: staging
deploy:
  event: push
manifests: |
  kind: ConfigMap
  data: "{{ .url }} {{ .REPLICAS }}"
YAML
  run artifact add -f artifact.json --envFile staging.yaml --var REPLICAS=2
  expect_code 0
  run artifact push -f artifact.json --server https://gimletd.example.com --token abcdef -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect "items are variables" grep -q 'https://jenkins.example.com/job/dev/84/display/redirect 2' <(remote_file staging/frontend/manifest.yaml)
  id=$(jq -r .artifact.id <<<"$out")
  first=$(remote_tip)
  run artifact list --repo mycompany/frontend --limit 1 -o json
  expect_json '.[0].id' "$id"

  sed 's/deae5dbaf/000000000/' artifact.json >second.json
  run artifact push -f second.json -o json
  second=$(jq -r .artifact.id <<<"$out")
  run release make --env staging --artifact "$id"
  expect_code 0
  run release make --env staging -a "$second" -o json
  expect_json '.results[0].status' released
  run release rollback --env staging --app frontend --to "$first"
  expect_code 0
  run release list --env staging --app frontend -o json
  expect_json '.[0].kind' rollback
  run release status --env staging -o json
  expect_json .frontend.artifactId "$id"
}

# The customer's artifact, made whole.
case_the_customers_artifact() {
  make_gitops
  run artifact push -f "$DATA_DIR/artifacts/seed.json" -o json
  expect_code 0
  expect_json .artifact.id mycompany/frontend-ffd302df-2d85-4aa4-acd1-957ea6bcceeb
  run artifact show mycompany/frontend-ffd302df-2d85-4aa4-acd1-957ea6bcceeb
  expect_json '.environments[0].values.ingress.annotations["kubernetes.io/ingress.class"]' nginx
}

run_cases "$@"

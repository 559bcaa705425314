#!/usr/bin/env bash
# Charts of folders and archives are released without helm.
. "$(dirname "$0")/lib.sh"

PATH=/usr/bin:/bin

# environments CHART-JSON [APP]: one manifest for staging, released by policy.
environments() {
  jq -n --argjson chart "$1" --arg app "${2:-web}" '
    [{app: $app, env: "staging", namespace: "team", deploy: {event: "push"}, chart: $chart,
      values: {image: {repository: "ghcr.io/me/{{ .APP }}", tag: "{{ .SHA }}"}, replicas: 4, metrics: {enabled: true}}}]'
}
local_chart=$(jq -n --arg name "$DATA_DIR/charts/shop" '{name: $name}')

case_a_folder() {
  make_gitops
  push web 1 "$(environments "$local_chart")"
  expect_code 0
  expect_json '.results[0].status' released
  expect_err 'hooks are left out: shop/templates/hooks.yaml'
  expect_err 'CRDs are left out: shop/crds/widget.yaml'
  sha=$(jq -r .version.sha web-1.json)
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | paste -sd' ')" \
    "cache.yaml config.yaml deployment.yaml m.yaml namespace.yaml release.json types.yaml zlib.yaml"
  remote_file staging/web/deployment.yaml >deployment.yaml
  expect "the image is the artifact's" grep -q "image: \"ghcr.io/me/web:$sha\"" deployment.yaml
  expect "whole numbers stay whole" grep -qx '  replicas: 4' deployment.yaml
  expect "the release has the app's name" grep -qx '  name: web-shop' deployment.yaml
  expect_equal "two charts below have one file" "$(remote_file staging/web/cache.yaml | grep -c '^kind:')" 2
}

# With --include-hooks and --include-crds they are released, too.
case_hooks_and_crds() {
  make_gitops
  artifact all.json all 1 "$(environments "$local_chart" all)"
  run artifact push -f all.json --include-crds --include-hooks -o json
  expect_code 0
  expect_no_err '(hooks|CRDs) are left out'
  expect_equal "the files with hooks and CRDs" "$(git -C remote.git ls-tree --name-only main:staging/all | paste -sd' ')" \
    "cache.yaml config.yaml deployment.yaml hooks.yaml m.yaml namespace.yaml release.json types.yaml widget.yaml zlib.yaml"
}

# An archive renders as its folder does.
case_an_archive() {
  make_gitops
  tar -czf shop.tgz --exclude-from="$DATA_DIR/charts/shop/.helmignore" -C "$DATA_DIR/charts" shop
  push web 1 "$(environments '{"name": "./shop.tgz"}')"
  expect_code 0
  expect_json '.results[0].status' released
  archive=$(git -C remote.git rev-parse main:staging/web)
  run release delete --env staging --app web
  jq --argjson chart "$local_chart" '.id = "folder" | .environments[0].chart = $chart' web-1.json >folder.json
  run artifact push -f folder.json
  expect_equal "files that differ" "$(git -C remote.git diff --name-only "$archive" main:staging/web)" release.json
}

# Two apps of one chart.
case_two_apps_of_one_chart() {
  make_gitops
  two=$(jq -s 'add' <(environments "$local_chart" one) <(environments "$local_chart" two))
  push pair 1 "$two"
  expect_code 0
  expect_json '[.results[].status] | join(" ")' "released released"
  expect_equal "the second app's name" "$(remote_file staging/two/deployment.yaml | grep -c 'name: two-shop')" 1
}

# A chart that does not render is bad input, in Helm's words; nothing is written.
case_a_chart_that_does_not_render() {
  make_gitops
  before=$(remote_tip)
  push bad 1 "$(environments "$(jq -n --arg name "$DATA_DIR/charts/broken/fail" '{name: $name}')")"
  expect_code 4
  expect_json '.results[0].reason | contains("execution error at (fail/templates/x.yaml:1:3): this must not be")' true
  expect_equal "the remote" "$(remote_tip)" "$before"
}

# Who renders.
case_who_renders() {
  make_gitops
  remote_chart='{"name": "onechart", "repository": "https://charts.invalid", "version": "0.1.0"}'
  artifact far.json far 1 "$(environments "$remote_chart")"
  run artifact push -f far.json --offline
  expect_code 3
  expect_err 'not in the cache'
  artifact near.json near 1 "$(environments "$local_chart")"
  run artifact push -f near.json --renderer helm
  expect_code 1
  expect_err 'needs helm'
  run artifact push -f near.json --renderer gopher
  expect_code 2
  GIMLET_RENDERER=native run artifact push -f near.json -o json
  expect_code 0
  expect_json '.results[0].status' released
}

run_cases "$@"

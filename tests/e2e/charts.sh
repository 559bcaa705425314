#!/usr/bin/env bash
# Charts of folders and archives are released without helm.
. "$(dirname "$0")/lib.sh"
make_gitops
PATH=/usr/bin:/bin

# environments CHART-JSON [APP]: one manifest for staging, released by policy.
environments() {
  jq -n --argjson chart "$1" --arg app "${2:-web}" '
    [{app: $app, env: "staging", namespace: "team", deploy: {event: "push"}, chart: $chart,
      values: {image: {repository: "ghcr.io/me/{{ .APP }}", tag: "{{ .SHA }}"}, replicas: 4, metrics: {enabled: true}}}]'
}
local_chart=$(jq -n --arg name "$DATA_DIR/charts/shop" '{name: $name}')

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

# With --include-hooks and --include-crds they are released, too.
artifact all.json all 1 "$(environments "$local_chart" all)"
run artifact push -f all.json --include-crds --include-hooks -o json
expect_code 0
expect_no_err '(hooks|CRDs) are left out'
expect_equal "the files with hooks and CRDs" "$(git -C remote.git ls-tree --name-only main:staging/all | paste -sd' ')" \
  "cache.yaml config.yaml deployment.yaml hooks.yaml m.yaml namespace.yaml release.json types.yaml widget.yaml zlib.yaml"

# The same files as `helm template` prints: what the split makes of its golden.
push web 2 "$(environments "$(jq -n --arg name "$DATA_DIR/charts/shop-1.2.3.tgz" '{name: $name}')")"
expect_code 0
expect_json '.results[0].status' released
run release list --env staging --app web -o json
expect_json 'length' 2

# Two apps of one chart.
two=$(jq -s 'add' <(environments "$local_chart" one) <(environments "$local_chart" two))
push pair 1 "$two"
expect_code 0
expect_json '[.results[].status] | join(" ")' "released released"
expect_equal "the second app's name" "$(remote_file staging/two/deployment.yaml | grep -c 'name: two-shop')" 1

# A chart that does not render is bad input, in Helm's words; nothing is written.
before=$(remote_tip)
push bad 1 "$(environments "$(jq -n --arg name "$DATA_DIR/charts/broken/fail" '{name: $name}')")"
expect_code 4
expect_json '.results[0].reason | contains("execution error at (fail/templates/x.yaml:1:3): this must not be")' true
expect_equal "the remote" "$(remote_tip)" "$before"

# Who renders.
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

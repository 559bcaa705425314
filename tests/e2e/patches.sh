#!/usr/bin/env bash
# Manifests with strategicMergePatches and json6902Patches, released.
. "$(dirname "$0")/lib.sh"

# environments VERSION STRATEGIC JSON-PATCH TARGET: a Deployment and a ConfigMap for staging, released by policy.
environments() {
  jq -n --arg version "$1" --arg strategic "$2" --arg patch "$3" --argjson target "$4" '
    [{app: "web", env: "staging", namespace: "team", deploy: {event: "push"},
      manifests: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .APP }}   # the app\n  namespace: team\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n      - name: web\n        image: web:\($version)\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: team}\ndata: {on: \"yes\"}\n",
      strategicMergePatches: $strategic,
      json6902Patches: [{patch: $patch, target: $target}]}]'
}
strategic='apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .APP }}", namespace: team}
spec:
  template:
    spec:
      containers:
      - name: proxy
        image: proxy:1
      - name: web
        env: [{name: SHA, value: "{{ .SHA }}"}]
'
patch='- op: replace
  path: /spec/replicas
  value: 3
'
target='{"group": "apps", "version": "v1", "kind": "Deployment", "name": "w.*"}'

case_both_kinds() {
  make_gitops
  push web 1 "$(environments 1 "$strategic" "$patch" "$target")"
  expect_code 0
  expect_json '.results[0].status' released
  sha=$(jq -r .version.sha web-1.json)
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | paste -sd' ')" "manifest.yaml release.json"
  expect_equal "manifest.yaml" "$(remote_file staging/web/manifest.yaml)" "---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: team
spec:
  replicas: 3
  template:
    spec:
      containers:
      - image: proxy:1
        name: proxy
      - env:
        - name: SHA
          value: $sha
        image: web:1
        name: web
---
apiVersion: v1
data:
  \"on\": \"yes\"
kind: ConfigMap
metadata:
  name: settings
  namespace: team"
}

# The same again changes nothing; another version changes its lines.
case_changes_are_their_lines() {
  make_gitops
  push web 1 "$(environments 1 "$strategic" "$patch" "$target")"
  run release --env staging --artifact mycompany/web-1 -o json
  expect_code 0
  expect_json .changed false
  artifact web-2.json web 2 "$(environments 2 "$strategic" "$patch" "$target")"
  tip=$(remote_tip)
  run artifact push -f web-2.json --dry-run --diff
  expect_code 0
  expect_out '^-        image: web:1'
  expect_out '^\+        image: web:2'
  expect_no_out '^[-+]  replicas'
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

# A strategic merge patch without its resource: bad input that names it, and says what there is.
case_a_merge_patch_without_its_resource() {
  make_gitops
  push web 1 "$(environments 1 "$strategic" "$patch" "$target")"
  tip=$(remote_tip)
  push web 3 "$(environments 3 "${strategic/namespace: team/namespace: other}" "$patch" "$target")"
  expect_code 4
  expect_err 'no resource matches strategic merge patch "Deployment.v1.apps/web.other"'
  expect_err 'at /strategicMergePatches'
  expect_err 'hint:.*there is Deployment.v1.apps/web.team'
  expect_equal "the tip" "$(remote_tip)" "$tip"
  run release --env staging --artifact mycompany/web-3 --dry-run --diff
  expect_code 4
}

# So is a JSON patch that does not apply; one without a resource is a warning.
case_a_json_patch_that_does_not_apply() {
  make_gitops
  push web 4 "$(environments 4 "$strategic" '- {op: remove, path: /spec/paused}' "$target")"
  expect_code 4
  expect_err 'patching Deployment web in namespace team: error in remove for path: '"'/spec/paused'"
  expect_err 'at /json6902Patches/0'
  push web 5 "$(environments 5 "$strategic" "$patch" '{"kind": "StatefulSet", "name": "web"}')"
  expect_code 0
  expect_err 'json6902Patches/0 matches no resource'
  expect_equal "replicas" "$(remote_file staging/web/manifest.yaml | grep replicas)" "  replicas: 1"
}

run_cases "$@"

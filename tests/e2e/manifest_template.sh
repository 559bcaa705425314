#!/usr/bin/env bash
# manifest template: what a release of manifests would write.
. "$(dirname "$0")/lib.sh"

# files: two manifests, one of raw text and one of a chart.
files() {
  mkdir -p .gimlet chart/templates
  cat >.gimlet/app.yaml <<'YAML'
app: web
env: staging
namespace: team
manifests: |
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: {{ .APP }}
  data:
    sha: "{{ .SHA }}"
---
app: web
env: production
chart:
  name: ./chart
values:
  tag: "{{ .SHA }}"
YAML
  printf 'apiVersion: v2\nname: chart\nversion: 0.1.0\n' >chart/Chart.yaml
  printf 'kind: Service\nmetadata: {name: {{ .Release.Name }}}\n' >chart/templates/service.yaml
  printf 'kind: Deployment\ntag: {{ .Values.tag }}\n' >chart/templates/deployment.yaml
  printf 'kind: Job\nmetadata: {name: h, annotations: {helm.sh/hook: pre-install}}\n' >chart/templates/hook.yaml
}

# Text: one YAML stream, a comment before what each file holds.
case_text() {
  files
  run manifest template -f .gimlet/app.yaml --var SHA=abc
  expect_code 0
  expect_equal "the stream" "$out" '---
# staging/web/manifest.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  sha: "abc"
---
# production/web/deployment.yaml
kind: Deployment
tag: abc
---
# production/web/service.yaml
kind: Service
metadata: {name: web}'
  expect_err "warning: production/web: the chart's hooks are left out: chart/templates/hook.yaml"
  run manifest template -f - --env staging </dev/null
  expect_code 4
  command_line=" manifest template -f -"
  out=$("$GIMLET" manifest template -f - --env staging --var SHA=stdin <.gimlet/app.yaml)
  expect_out 'sha: "stdin"'
}

# JSON, and narrowed by env and app.
case_json_and_narrowed() {
  files
  run manifest template -f .gimlet/app.yaml --var SHA=abc --output json
  expect_code 0
  expect_json 'map(keys_unsorted) | unique | tostring' '[["app","env","files","warnings"]]'
  expect_json 'map("\(.env)/\(.app): \(.files | keys | join(" "))") | join(", ")' \
    "staging/web: manifest.yaml, production/web: deployment.yaml service.yaml"
  expect_json '.[1].warnings | length' 1
  expect_json '.[1].files["service.yaml"]' '---
kind: Service
metadata: {name: web}'
  run manifest template -f .gimlet/app.yaml --env production --app web --var SHA=abc -o json
  expect_json length 1
  run manifest template --file .gimlet/app.yaml --env nowhere --var SHA=abc
  expect_code 3
  expect_err 'no manifest for nowhere/\*'
  expect_err 'there is: production/web, staging/web'
}

# Variables: files before --var, CI below both, a missing one is an error that names it.
case_variables() {
  files
  printf 'SHA=of-the-file\nOTHER=x\n' >vars.env
  run manifest template -f .gimlet/app.yaml --env staging --vars-file vars.env
  expect_out 'sha: "of-the-file"'
  run manifest template -f .gimlet/app.yaml --env staging --varsFile vars.env
  expect_out 'sha: "of-the-file"'
  run manifest template -f .gimlet/app.yaml --env staging --vars-file vars.env --var SHA=mine
  expect_out 'sha: "mine"'
  GITHUB_ACTIONS=true GITHUB_SHA=of-ci run manifest template -f .gimlet/app.yaml --env staging
  expect_out 'sha: "of-ci"'
  GITHUB_ACTIONS=true GITHUB_SHA=of-ci run manifest template -f .gimlet/app.yaml --env staging --var SHA=mine
  expect_out 'sha: "mine"'
  run manifest template -f .gimlet/app.yaml --env staging
  expect_code 4
  expect_err 'rendering staging/web: .gimlet/app.yaml: .*no entry for key "SHA"'
  MY_SHA=here run manifest template -f .gimlet/app.yaml --env staging --var MY_SHA --var SHA=1
  expect_code 0
  MY_TOKEN=here run manifest template -f .gimlet/app.yaml --env staging --var MY_TOKEN
  expect_code 5
}

# Folders of files.
case_folders_of_files() {
  files
  run manifest template -f .gimlet/app.yaml --var SHA=abc --output-dir rendered
  expect_code 0
  expect_equal "the paths" "$(paste -sd' ' <<<"$out")" \
    "rendered/staging/web/manifest.yaml rendered/production/web/deployment.yaml rendered/production/web/service.yaml"
  expect_equal "a file" "$(cat rendered/production/web/service.yaml)" '---
kind: Service
metadata: {name: web}'
}

# The Gimlet CLI's names.
case_names_of_the_gimlet_cli() {
  files
  printf 'SHA=of-the-file\nOTHER=x\n' >vars.env
  run manifest template -f .gimlet/app.yaml --env staging -v vars.env
  expect_code 0
  expect_out 'sha: "of-the-file"'
  run manifest template -f .gimlet/app.yaml --env staging --vars vars.env -o manifests.yaml
  expect_code 0
  expect_equal "stdout" "$out" ""
  expect "the file" grep -q 'sha: "of-the-file"' manifests.yaml
  run manifest template -f .gimlet/app.yaml --env staging --vars vars.env -o yaml
  expect_out 'sha: "of-the-file"'
  expect_not "a file called yaml" test -e yaml
  run manifest template --help
  expect_no_out '--vars '
}

# Wrong command lines.
case_wrong_command_lines() {
  files
  run manifest template
  expect_code 2
  expect_err '-f or --artifact is required'
  run manifest template -f .gimlet/app.yaml --artifact x
  expect_code 2
  run manifest template -f missing.yaml
  expect_code 3
  run manifest template -f .gimlet/app.yaml --var SHA=1 --diff
  expect_code 2
  expect_err 'no GitOps repository'
  expect_not "a store was made" test -e "$XDG_DATA_HOME"
}

# A stored artifact, with its variables and the environment's.
case_a_stored_artifact() {
  make_gitops
  push web 1
  artifact_id=mycompany/web-1
  run manifest template --artifact "$artifact_id" --env staging --app web
  expect_code 0
  expect_equal "as released" "$(tail -n +3 <<<"$out")" "$(remote_file staging/web/manifest.yaml)"
  mkdir -p gitops/staging/.gimlet
  echo 'SHA=of-the-env' >gitops/staging/.gimlet/vars
  git -C gitops pull -q
  git -C gitops add . && git -C gitops commit -qm Vars
  run manifest template -a "$artifact_id" -o json --var SHA=ignored
  expect_json '.[0].files["manifest.yaml"] | test("sha: of-the-env")' true
  expect_json '.[1].files["manifest.yaml"] | test("sha: ignored")' true
  run manifest template -a mycompany/web --env nowhere
  expect_code 3
}

# The diff against the repository's tip; release.json is no part of it, and nothing is written.
case_diff() {
  artifact_id=mycompany/web-1
  files
  make_gitops
  artifact web-1.json web 1
  run artifact push -f web-1.json
  mkdir -p gitops/staging/.gimlet
  echo 'SHA=of-the-env' >gitops/staging/.gimlet/vars
  git -C gitops add . && git -C gitops commit -qm Vars
  git -C gitops push -q 2>/dev/null
  tip=$(remote_tip)
  run manifest template -a "$artifact_id" --env staging --diff
  expect_code 0
  expect_out '^diff --git a/staging/web/manifest.yaml'
  expect_out '^\+  sha: of-the-env'
  expect_no_out 'release.json'
  run manifest template -a "$artifact_id" --diff -o json
  expect_json '.[0].diff | test("sha: of-the-env")' true
  expect_json '.[1].diff | test("new file mode.*production/web/manifest.yaml"; "m")' true
  expect_json '.[1].diff | test("staging")' false
  run manifest template -f .gimlet/app.yaml --env production --var SHA=abc --diff --app web
  expect_out '^\+kind: Service'
  expect_equal "the tip" "$(remote_tip)" "$tip"
  expect_equal "changes in the clone" "$(git -C gitops status --porcelain)" ""
  run manifest template -f .gimlet/app.yaml --env staging --var SHA=abc --diff
  sha=$(jq -r .version.sha web-1.json)
  expect_out "^-  sha: $sha"
}

run_cases "$@"

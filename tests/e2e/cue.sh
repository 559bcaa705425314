#!/usr/bin/env bash
# CUE environments, rendered by the user's own cue: here a script that stands for it.
. "$(dirname "$0")/lib.sh"

# cue_program: bin/cue, which prints the comments of the text.
cue_program() {
  mkdir bin
  cat >bin/cue <<'SH'
#!/bin/sh
# The text is a comment with what is to be printed.
if grep -q BROKEN environments.cue; then
  echo 'some instances are incomplete; use the -c flag' >&2
  exit 1
fi
env >"$(dirname "$0")/env"
sed -n 's|^// ||p' environments.cue
SH
  chmod +x bin/cue
}
with_cue() { PATH=$WORK/bin:$PATH run "$@"; }
text='// [{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "sha: {{ .SHA }}"},
//  {"app": "web", "env": "production", "manifests": "sha: {{ .SHA }}"}]'

# cue_artifact FILE VERSION TEXT: an artifact with a plain manifest for canary and a CUE text.
cue_artifact() {
  artifact "$1" web "$2" '[{"app": "web", "env": "canary", "deploy": {"event": "push"}, "manifests": "plain: 1"}]'
  jq --arg text "$3" '.cueEnvironments = [$text]' "$1" >"$1.new" && mv "$1.new" "$1"
}

# With cue, policies and releases by hand see the manifests; no secret of ours reaches it.
case_policies_and_releases() {
  make_gitops
  cue_program
  cue_artifact 1.json 1 "$text"
  GIMLET_GIT_TOKEN=s3cret SOME_PASSWORD=s3cret with_cue artifact push -f 1.json -o json
  expect_code 0
  expect_json '.results | map("\(.env)/\(.app) \(.status)") | join(", ")' \
    "canary/web released, staging/web released, production/web skipped"
  expect_json '.artifact | "\(.environments | length) \(.cueEnvironments | length)"' "1 1"
  sha=$(jq -r .version.sha 1.json)
  expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" "sha: $sha"
  expect "PATH is there" grep -q '^PATH=' bin/env
  expect_not "a secret is there" grep -q s3cret bin/env
  with_cue release --env production --artifact mycompany/web-1 -o json
  expect_code 0
  expect_json '.results[0].status' released
  with_cue artifact push -f 1.json -o json
  expect_json .changed false
  with_cue manifest template --artifact mycompany/web-1 --env staging
  expect_code 0
  expect_out "^sha: $sha"
  run artifact show mycompany/web-1
  expect_json '.environments | length' 1
}

# A file of CUE.
case_a_file_of_cue() {
  cue_program
  printf '%s\n' "$text" >envs.cue
  with_cue manifest template -f envs.cue --env production --var SHA=abc
  expect_code 0
  expect_out '^sha: abc'
}

# CUE reckons with more digits than a double has.
case_a_third_of_cue() {
  cue_program
  printf '// [{"app": "web", "env": "staging", "values": {"third": 0.3333333333333333333333333333333333}, "chart": {"name": "./chart"}}]\n' >envs.cue
  mkdir -p chart/templates && printf 'apiVersion: v2\nname: c\nversion: 0.1.0\n' >chart/Chart.yaml && printf 'v: {{ .Values.third }}\n' >chart/templates/v.yaml
  with_cue manifest template -f envs.cue
  expect_code 0
  expect_out '^v: 0.3333333333333333$'
}

# Without cue: what is asked for and may be in them is an error that says so, other manifests are released.
case_without_cue() {
  make_gitops
  cue_program
  cue_artifact 1.json 1 "$text"
  with_cue artifact push -f 1.json
  expect_code 0
  run release --env canary --artifact mycompany/web-1 -o json
  expect_code 0
  expect_err 'warning: .*CUE environments need cue'
  run release --env staging --artifact mycompany/web-1
  expect_code 1
  expect_err 'rendering the CUE text of mycompany/web-1/cueEnvironments/0: CUE environments need cue'
  expect_err 'hint: install cue'
  run manifest template --artifact mycompany/web-1 --env staging
  expect_code 1
  run artifact push -f 1.json -o json
  expect_code 1
  expect_json .changed false
  cue_artifact 2.json 2 "$text"
  run artifact push -f 2.json -o json
  expect_code 1
  expect_json '.results | map("\(.env)/\(.app) \(.status)") | join(", ")' "canary/web released, /cueEnvironments failed"
  run artifact show mycompany/web-2
  expect_code 0
  # The next push, with cue, makes up for it.
  with_cue artifact push -f 2.json -o json
  expect_code 0
  expect_json '.results | map("\(.env)/\(.app) \(.status)") | join(", ")' \
    "canary/web unchanged, staging/web released, production/web skipped"
  cue_artifact 3.json 3 "$text"
  run artifact push -f 3.json --no-release -o json
  expect_code 0
}

# A text that cue refuses is bad input, in cue's words: nothing is stored.
case_a_text_that_cue_refuses() {
  make_gitops
  cue_program
  cue_artifact 4.json 4 'BROKEN'
  with_cue artifact push -f 4.json
  expect_code 4
  expect_err 'pushing 4.json: rendering the CUE text of 4.json/cueEnvironments/0: cue: some instances are incomplete'
  run artifact show mycompany/web-4
  expect_code 3
}

# artifact add and create take a file of CUE as it is.
case_add_and_create() {
  printf '%s\n' "$text" >envs.cue
  cue_artifact 4.json 4 BROKEN
  run artifact add -f 4.json --env-file envs.cue -o json
  expect_code 0
  expect_equal "the texts" "$(jq -c '[(.cueEnvironments | length), (.environments | length)]' 4.json)" '[2,1]'
  expect_equal "the text" "$(jq -r '.cueEnvironments[1]' 4.json)" "$text"
  run artifact create --repository mycompany/web --sha abc --env-file envs.cue
  expect_code 0
  expect_json '.cueEnvironments | length' 1
  printf '// \377\n' >latin.cue
  run artifact create --repository mycompany/web --sha abc --env-file latin.cue
  expect_code 4
  expect_err 'latin.cue: the text is not UTF-8'
}

# Lint looks at what cue makes of it.
case_lint() {
  cue_program
  printf '%s\n' "$text" >envs.cue
  cat >odd.cue <<'CUE'
// [{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "sha: {{ .SHA }}"},
//  {"app": "web", "env": "production", "chrat": {"name": "x"}, "manifests": "sha: {{ .SHAA }}"}]
CUE
  with_cue manifest lint envs.cue
  expect_code 0
  with_cue manifest lint odd.cue -o json
  expect_code 0
  expect_json 'map("\(.file):\(.line) \(.severity) \(.pointer)") | join(", ")' \
    "odd.cue:0 warning /configs/1/chrat, odd.cue:0 warning /configs/1/manifests"
  with_cue manifest lint odd.cue
  expect_out '^odd.cue: warning: unknown field "chrat" \(at /configs/1/chrat\)'
  mkdir .gimlet
  printf 'BROKEN\n' >.gimlet/broken.cue
  with_cue manifest lint
  expect_code 4
  expect_out '^.gimlet/broken.cue: error: cue: some instances are incomplete'
  printf '// []\n' >.gimlet/broken.cue
  with_cue manifest lint
  expect_code 4
  expect_out 'there is no manifest in it \(at /configs\)'
  printf '// {"a": 1}\n' >.gimlet/broken.cue
  with_cue manifest lint
  expect_code 4
  expect_out 'must be a list of manifests'
  run manifest lint envs.cue
  expect_code 1
  expect_err 'CUE environments need cue'
}

run_cases "$@"

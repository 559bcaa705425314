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
  expect_equal "what it says" "$err" ""
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

# --server and --token of every call are not worth a word, but to who asks.
case_there_is_no_server() {
  make_gitops
  push web 1
  expect_equal "what it says" "$err" "pushed to $WORK/remote.git main"
  run artifact list --server https://gimletd.example.com --token abcdef -v
  expect_err 'ignored: there is no server'
  expect_no_err abcdef
}

# variables_of PATTERN: as the shippers pass them on, a line each, to be split by the shell.
variables_of() { printenv | grep "$1" | grep -v '=$' | sed 's/^/--var /'; }

# ship: what the shippers of GitHub, GitLab, CircleCI, Drone and Woodpecker call. Says what they print.
# shellcheck disable=SC2046,SC2086  # they pass variables without quotes
ship() {
  set -e
  local message pushed id release
  message=$(printf 'Feature\n\nWhy: it was asked for')
  "$GIMLET" artifact create --repository "$1" --sha "$2" --created "2022-03-04T05:06:07+02:00" --branch main --event push \
    --sourceBranch "" --targetBranch "" --tag "" --authorName "Jane Doe" --authorEmail jane@example.com \
    --committerName "Jane Doe" --committerEmail jane@example.com --message "$message" --url "https://example.com" >artifact.json
  "$GIMLET" artifact add -f artifact.json --field "name=CI" --field "url=https://ci.example.com/runs/1?a=b"
  for file in .gimlet/*; do
    [ "$file" = .gimlet/vars ] || "$GIMLET" artifact add -f artifact.json --envFile $file
  done
  "$GIMLET" artifact add -f artifact.json $(variables_of "$3")
  "$GIMLET" artifact add -f artifact.json --var "REPO=$1" --var "OWNER=acme" --var "BRANCH=main" --var "TAG=" --var "SHA=$2" \
    --var "ACTOR=" --var "EVENT=push" --var "JOB=build"
  "$GIMLET" artifact add -f artifact.json --varsFile .gimlet/vars
  pushed=$("$GIMLET" artifact push -f artifact.json --output json)
  id=$(jq -r .id <<<"$pushed")
  echo "artifact $id"
  "$GIMLET" artifact track --wait --timeout 10m $id
  release=$("$GIMLET" release make --artifact $id --env production --app web --output json | jq -r .id)
  echo "release $release"
  "$GIMLET" release track --wait --timeout 10m $release
}

case_the_shippers() {
  make_gitops
  mkdir .gimlet
  for env in staging production; do
    printf 'app: web\nenv: %s\nnamespace: my-team\nmanifests: |\n  a: "{{ .WORKFLOW }}, {{ .SHA }}, {{ .REPLICAS }}"\n' \
      "$env" >".gimlet/$env.yaml"
  done
  echo 'deploy: {event: push, branch: main}' >>.gimlet/staging.yaml
  printf 'REPLICAS=2\n' >.gimlet/vars
  for prefix in GITHUB CIRCLE CI_ DRONE; do
    sed -i "s/{{ .[A-Z_]*WORKFLOW }}/{{ .${prefix%_}_WORKFLOW }}/" .gimlet/*.yaml
    out=$(export "${prefix%_}_WORKFLOW=Build -  and deploy" "${prefix%_}_EMPTY=" "${prefix%_}_JOB_ID=7"
      ship "acme/$prefix" "abcdef$(cksum <<<"$prefix" | cut -c1-6)" "$prefix" 2>err.txt)
    code=$? err=$(cat err.txt)
    expect_code 0
    expect_err "note: --var ${prefix%_}_WORKFLOW takes the words behind it as well"
    expect_no_err 'Build'
    expect_out "artifact acme/$prefix-"
    expect_out 'staging/web released [0-9a-f]{7}'
    expect_out 'production/web released [0-9a-f]{7}'
    for env in staging production; do
      expect_equal "$prefix's $env" "$(remote_file "$env/web/manifest.yaml")" \
        "a: \"Build - and deploy, abcdef$(cksum <<<"$prefix" | cut -c1-6), 2\""
    done
    expect_equal "the variables" "$(jq -r ".vars | .${prefix%_}_JOB_ID, .REPO, .TAG" artifact.json | tr '\n' ' ')" "7 acme/$prefix  "
  done
}

# The same commit again, by another run of the job.
case_the_shippers_run_again() {
  make_gitops
  mkdir .gimlet
  printf 'app: web\nenv: production\nmanifests: "a: {{ .SHA }}"\n' >.gimlet/production.yaml
  printf 'REPLICAS=2\n' >.gimlet/vars
  local system ids run
  for system in "GITHUB GITHUB_RUN_ID=98765% GITHUB_RUN_NUMBER=% GITHUB_OUTPUT=/t/out_% GITHUB_ENV=/t/env_% GITHUB_PATH=/t/path_% \
      GITHUB_STATE=/t/state_% GITHUB_STEP_SUMMARY=/t/sum_% GITHUB_TRIGGERING_ACTOR=user% GITHUB_TOKEN=ghs_%" \
    "CIRCLE CIRCLE_BUILD_NUM=% CIRCLE_SHELL_ENV=/t/.bash_env-% CIRCLE_INTERNAL_TASK_DATA=/t/% CIRCLE_OIDC_TOKEN=ey.% CIRCLE_USERNAME=user%" \
    "CI_ CI_PIPELINE_ID=% CI_JOB_URL=https://ci.example.com/jobs/% CI_PREV_PIPELINE_NUMBER=% CI_MACHINE=m% CI_STEP_STARTED=17%" \
    "DRONE DRONE_BUILD_NUMBER=% DRONE_BUILD_STARTED=17% DRONE_BUILD_TRIGGER=user%"; do
    ids=''
    for run in 41 42; do
      out=$(for variable in ${system#* }; do export "${variable//%/$run}"; done
        ship "acme/web" 0123456789abcdef "${system%% *}" 2>err.txt)
      code=$? err=$(cat err.txt)
      expect_code 0
      ids+=" $(sed -n 's/^artifact //p' <<<"$out")"
    done
    expect_equal "artifacts of ${system%% *}" "$(tr ' ' '\n' <<<"$ids" | sort -u | wc -l)" 2  # an empty line, and one
  done
}

# values_of ARGS…: what is added to an artifact, as "NAME=value|…".
values_of() {
  run artifact create --repository o/r --sha abc --branch main --event push
  printf '%s\n' "$out" >artifact.json
  run artifact add -f artifact.json "$@"
  values=$(jq -r '.vars // {} | to_entries | map("\(.key)=\(.value)") | join("|")' artifact.json)
}

case_values_without_quotes() {
  values_of --var A=Build and deploy --var B=2
  expect_code 0
  expect_equal "the values" "$values" "A=Build and deploy|B=2"
  expect_err '^note: --var A takes the words behind it as well: put quotes around a value with blanks$'
  # Words that look like options, or are: of a commit's message, for instance.
  values_of --var A=Use --server-side and -x --var B=1
  expect_equal "options that are none" "$values" "A=Use --server-side and -x|B=1"
  values_of --var A=Fix -f and --help for it - really --var B=1
  expect_code 0
  expect_equal "options" "$values" "A=Fix -f and --help for it - really|B=1"
  values_of --var=A=The last --var B=1 --var C=last one
  expect_equal "with an equals sign" "$values" "A=The last|B=1|C=last one"
  values_of --var A=x=1 y=2 --var B=a -- b
  expect_equal "equals signs" "$values" "A=x=1 y=2|B=a -- b"
  values_of -q --var TOKEN=hunter2 and more
  expect_equal "quiet" "$values" "TOKEN=hunter2 and more"
  expect_no_err 'note:'
  expect_no_err 'hunter2'
}

# What is written as it should be is not touched.
case_values_that_are_one_word() {
  printf 'app: a\nenv: b\nmanifests: "a: b"\n' >m.yaml
  printf 'V=file\n' >v.env
  HERE=there values_of --var "A=two words" --var HERE --env-file m.yaml --vars-file v.env --field name=x url=y --var B=1 -o json -v
  expect_code 0
  expect_no_err 'note:'
  expect_equal "the values" "$values" "V=file|A=two words|HERE=there|B=1"
  expect_equal "the rest" "$(jq -r '"\(.environments[0].app) \(.items[0].url)"' artifact.json)" "a y"
  values_of --var A=1 --help
  expect_out '^Usage: gimlet artifact add'
  # A name alone takes no words.
  run artifact add -f artifact.json --var NOT_THERE and more
  expect_code 2
  # A mistake is seen.
  run artifact add --var A=1 m.yaml -f artifact.json
  expect_code 2
  expect_err 'note: --var A takes'
  expect_err '--file is required'
}

# Outside of CI, and of what CI does not say: the Gimlet CLI takes all of the shell's variables.
case_template_variables_of_the_shell() {
  cat >m.yaml <<'YAML'
app: "web-{{ .SUFFIX }}"
env: staging
namespace: my-team
manifests: |
  a: "{{ .GIT_COMMIT }}"
  b: "{{ $.GIT_BRANCH }}"
YAML
  export SUFFIX=x GIT_COMMIT=abc GIT_BRANCH=main UNASKED=secret
  run manifest template -f m.yaml -o json
  expect_code 0
  expect_json '.[0].app' web-x
  expect_json '.[0].files["manifest.yaml"]' $'a: "abc"\nb: "main"'
  # What is said wins over it.
  printf 'GIT_BRANCH=file\n' >v.env
  run manifest template -f m.yaml --vars v.env --var GIT_COMMIT=said
  expect_out 'a: "said"'
  expect_out 'b: "file"'
  # A secret is not taken.
  sed -i 's/GIT_COMMIT/API_TOKEN/' m.yaml
  API_TOKEN=hunter2 run manifest template -f m.yaml
  expect_code 4
  expect_err 'API_TOKEN of the environment is not taken: its name looks like a secret'
  expect_no_err hunter2
  API_TOKEN=hunter2 run manifest template -f m.yaml --var API_TOKEN=told
  expect_code 0
  expect_no_err 'not taken'
  # A branch's manifest asks for BRANCH without a word about it; APP is the manifest's.
  printf 'app: web-preview\nenv: staging\npreview: true\nmanifests: |\n  a: "{{ .APP }}"\n' >m.yaml
  APP=shell BRANCH=feature/a run manifest template -f m.yaml
  expect_out 'a: "web-feature-a"'
  # A namespace is a name, whatever YAML makes of the word.
  printf 'app: d\nenv: s\nnamespace: n\nmanifests: |\n  a: "{{ .MYSHA }}"\n' >m.yaml
  MYSHA=1 run manifest template -f m.yaml
  expect_code 0
  expect_out 'a: "1"'
  MYSHA=1 run manifest lint --var MYSHA=1 m.yaml
  expect_code 0
  expect_err '^0 errors, 0 warnings'
  # A stored artifact has its own, as in a release.
  make_gitops
  push web 1 '[{"app": "web", "env": "staging", "manifests": "a: {{ .GIT_COMMIT }}"}]'
  run manifest template --artifact mycompany/web-1
  expect_code 4
}

run_cases "$@"

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

case_track_an_artifact() {
  make_gitops
  push web 1
  expect_json .id mycompany/web-1
  event=$(jq -r .event <<<"$out")
  run release make --env production --artifact mycompany/web-1 --output json
  expect_json '.id == .event' true
  release=$(jq -r .id <<<"$out")
  run artifact track mycompany/web-1
  expect_code 0
  expect_equal "what it says" "$(sed -E 's/ [0-9a-f]{7}$//; s/, [^,]*$//' <<<"$out")" "mycompany/web-1
push $event is processed
  staging/web released
  production/web skipped$(printf ' ')
release $release is processed
  production/web released"
  run artifact track --artifact mycompany/web -o json
  expect_code 0
  expect_json '"\(.id) \(.event) \(.type) \(.status) \(.statusDesc)"' "mycompany/web-1 $event push processed "
  expect_json '.results[0].status' released
  expect_json '[.events[].id] | join(" ")' "$release $event"
  # Pushed again: that says what became of it.
  push web 1
  run artifact track -w -t 1h30m mycompany/web-1 -o json
  expect_json '.results[0].status' unchanged
  run artifact track nope
  expect_code 3
  run artifact track
  expect_code 2
  for timeout in "" 10 ten -5s 25h; do
    run artifact track --wait --timeout "$timeout" mycompany/web-1
    expect_code 2
    expect_err 'is no duration of up to 24h'
    run release track --wait --timeout "$timeout" "$event"
    expect_code 2
  done
  # One that was brought here and never pushed.
  run store export all.jsonl
  grep -a '^{"artifact"' all.jsonl >artifacts.jsonl
  export GIMLET_STORE=$WORK/other.mdb
  run store import artifacts.jsonl
  run artifact track mycompany/web-1
  expect_code 0
  expect_err 'nothing was asked of it'
  run artifact track mycompany/web-1 -o json
  expect_json '"\(.status) \(.event) \(.results | length)"' 'processed  0'
}

# A pipe in a script hides the exit code of the push; the tracking that follows tells.
case_track_what_failed() {
  make_gitops
  remote_hook 'exit 1'
  push web 1
  expect_code 5
  event=$(jq -r .event <<<"$out")
  for command in "artifact track mycompany/web-1" "release track $event" "release track --wait --timeout 1s $event"; do
    eval "run $command"
    expect_code 1
    expect_out 'is error'
    expect_out 'staging/web denied'
    eval "run $command -o json"
    expect_code 0
    expect_json .status error
  done
  rm remote.git/hooks/pre-receive
  push web 1
  run artifact track mycompany/web-1
  expect_code 0
}

start_push() {
  "$GIMLET" artifact push -f web.json >/dev/null 2>&1 &
  pids=("$!")
  soon test -e pushing
}

case_wait_for_who_is_at_work() {
  make_gitops
  # shellcheck disable=SC2016  # the hook's own
  remote_hook 'touch "'"$WORK"'/pushing"; while [ ! -e "'"$WORK"'/go-on" ]; do sleep 0.1; done'
  artifact web.json web 1
  start_push
  run artifact track mycompany/web-1
  expect_code 0
  expect_out 'is open'
  run artifact track --wait --timeout 300ms mycompany/web-1
  expect_code 1
  expect_err 'is still open after 300ms'
  (sleep 0.3; touch go-on) &
  run artifact track --wait --timeout 1m mycompany/web-1
  expect_code 0
  expect_out 'staging/web released'
  # Its process died: it is not waited for.
  rm pushing go-on
  artifact web.json web 2
  start_push
  { kill -9 "${pids[0]}" && wait "${pids[0]}"; } 2>/dev/null
  touch go-on
  run artifact track --wait --timeout 1h mycompany/web-2
  expect_code 1
  expect_err 'is still open: its process ended without a result'
  expect_err '^hint: the next write'
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

case_gitops_write() {
  make_gitops
  unset GIMLET_GITOPS_REPO
  printf 'app: web\nenv: staging\nnamespace: ns\nmanifests: |\n  v: "{{ .GIT_COMMIT }}"\n' >m.yaml
  # The Jenkins example's.
  GIT_COMMIT=abc "$GIMLET" manifest template -f m.yaml |
    "$GIMLET" gitops write -f - --env staging --app web --gitops-repo-path gitops -m "Releasing abc" >out.txt 2>err.txt
  code=$? out=$(cat out.txt) err=$(cat err.txt)
  expect_code 0
  expect_out 'staging/web +released'
  expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" $'---\nv: "abc"'
  expect_equal "the subject" "$(remote_log %s)" "[Gimlet] staging/web Releasing abc"
  expect_equal "the intent" "$(remote_trailer Gimlet-Intent)" write
  expect "their push that follows has nothing to do" git -C gitops push -q origin main
  expect_equal "the clone" "$(git -C gitops status --porcelain)" ""
  # Again, and from the clone's folder.
  tip=$(remote_tip)
  printf -- '---\nv: "abc"' >manifest.yaml
  (cd gitops && "$GIMLET" gitops write -f ../manifest.yaml --env staging --app web --message "again, automated deploy" -o json) >out.txt 2>/dev/null
  code=$? out=$(cat out.txt)
  expect_code 0
  expect_json '"\(.changed) \(.results[0].status)"' 'false unchanged'
  expect_equal "the tip" "$(remote_tip)" "$tip"
  # A folder, and Helm's output.
  export GIMLET_GITOPS_REPO=$WORK/gitops
  mkdir app && printf 'kind: A' >app/a.yaml && printf 'kind: B\n' >app/b.yaml
  run gitops write -f app --env staging --app web -m "two files, automated deploy" -o json
  expect_json .changed true
  id=$(jq -r .id <<<"$out")
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | tr '\n' ' ')" "a.yaml b.yaml "
  run release track "$id" -o json
  expect_json '"\(.type) \(.status) \(.request.reason)"' 'write processed two files, automated deploy'
  printf '\n---\n# Source: c/templates/service.yaml\nkind: Service\n---\n# Source: c/templates/d.yaml\nkind: D\n' >helm.yaml
  run gitops write --file helm.yaml --env staging --app web --dry-run --diff --no-push --deadline 5
  expect_out '\+kind: Service'
  run gitops write -f helm.yaml --env staging --app web
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | tr '\n' ' ')" "d.yaml service.yaml "
  mkdir -p chart/templates
  printf 'apiVersion: v2\nname: c\nversion: 1.0.0\n' >chart/Chart.yaml
  echo 'kind: A' >chart/templates/a.yaml
  echo 'kind: B' >chart/templates/b.yaml
  printf 'app: web\nenv: staging\nnamespace: ns\nchart: {name: ./chart}\n' >m.yaml
  "$GIMLET" manifest template -f m.yaml | "$GIMLET" gitops write -f - --env staging --app web >/dev/null 2>&1
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | tr '\n' ' ')" "a.yaml b.yaml "
  # It is no release, and can be gone back to.
  run release list --env staging --app web -o json
  expect_json '[.[].kind] | unique | join(" ")' manual
  expect_json length 4
  # A repository that is one environment.
  run gitops write -f manifest.yaml --env staging --app web --repoPerEnv
  expect_equal "the file" "$(remote_file web/manifest.yaml)" $'---\nv: "abc"'
}

case_gitops_write_of_what_is_wrong() {
  make_gitops
  tip=$(remote_tip)
  mkdir folder folder/below
  printf 'x: 1\n' >folder/x.yaml
  printf '\n' >blank.yaml
  printf 'x: 1\n' >release.json
  # The command before the pipe failed.
  run gitops write -f - --env staging --app web
  expect_code 4
  expect_err 'standard input holds nothing to write'
  run gitops write -f blank.yaml --env staging --app web
  expect_code 4
  run gitops write -f release.json --env staging --app web
  expect_code 4
  run gitops write -f folder --env staging --app web
  expect_code 4
  expect_err 'below is a folder'
  run gitops write -f not-there.yaml --env staging --app web
  expect_code 3
  run gitops write -f folder/x.yaml --env ../staging --app web
  expect_code 4
  run gitops write --env staging --app web
  expect_code 2
  run gitops write -f folder/x.yaml --env staging --app web --gitops-repo-path folder
  expect_code 4
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

run_cases "$@"

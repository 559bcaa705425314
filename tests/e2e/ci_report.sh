#!/usr/bin/env bash
# What CI systems are told of a release: step outputs, a summary, annotations, a dotenv report.
. "$(dirname "$0")/lib.sh"

# github_files: the files of a step, and a gitops repository.
github_files() {
  make_gitops
  export GITHUB_ACTIONS=true GITHUB_OUTPUT=$WORK/output GITHUB_STEP_SUMMARY=$WORK/summary
  printf 'before=1' >output
  : >summary
}
# output_of NAME: the last value of it, as the runner reads a file of outputs.
output_of() {
  awk -v name="$1" 'end != "" { if ($0 == end) { end = ""; if (key == name) value = text } else text = text sep $0; sep = "\n"; next }
    match($0, /^[^=<]*<</) { key = substr($0, 1, RLENGTH - 2); end = substr($0, RLENGTH + 1); text = ""; sep = ""; next }
    match($0, /^[^=]*=/) { if (substr($0, 1, RLENGTH - 1) == name) value = substr($0, RLENGTH + 1) }
    END { print value }' "$WORK/output"
}

case_step_outputs_and_summary() {
  github_files
  push web 1
  expect_code 0
  expect_equal "an output of somebody before" "$(output_of before)" 1
  expect_equal "artifact-id" "$(output_of artifact-id)" mycompany/web-1
  expect_equal "commits" "$(output_of commits)" "$(remote_tip)"
  expect_equal "changed" "$(output_of changed)" true
  expect_equal "the summary" "$(cat summary)" "$(printf '### gimlet artifact push\n\nArtifact mycompany/web-1\n\n| App | Status | Commit or reason |\n| --- | --- | --- |\n| staging/web | released | %s |\n| production/web | skipped | no deploy policy |' "$(remote_tip | cut -c1-7)")"
  push web 1
  expect_equal "commits" "$(output_of commits)" ""
  expect_equal "changed" "$(output_of changed)" false
  run release --env production --artifact mycompany/web-1
  expect_equal "commits" "$(output_of commits)" "$(remote_tip)"
  push web 2
  run rollback --env staging --app web --previous
  expect_equal "commits" "$(output_of commits)" "$(remote_tip)"
  run release delete --env staging --app web
  expect_equal "commits" "$(output_of commits)" "$(remote_tip)"
  expect "a summary of each" [ "$(grep -c '^### gimlet ' summary)" = 6 ]
  # A dry run did nothing.
  cp output output.before
  run release --env staging --artifact mycompany/web-2 --dry-run
  expect_equal "the outputs" "$(cat output)" "$(cat output.before)"
  expect "the summary of a dry run" grep -q 'would be released' summary
  expect "its heading" grep -q '^### gimlet release (dry run)' summary
}

case_no_value_adds_an_output() {
  github_files
  # shellcheck disable=SC2016  # Markdown
  jq -n '{id: "a\nchanged=stolen\ncommits<<x\r\n<b>|`x`", version: {repositoryName: "o/r", sha: "abc", branch: "x|<img>[a](b)", event: "push"},
    environments: [{app: "web", env: "staging", deploy: {event: "push", branch: "main"}, manifests: "a: 1"}]}' >web.json
  run artifact push -f web.json
  expect_code 0
  expect_equal "changed" "$(output_of changed)" false
  expect_equal "commits" "$(output_of commits)" ""
  expect "the id as it is" [ "$(output_of artifact-id | head -2 | tail -1)" = changed=stolen ]
  expect_not "HTML in the summary" grep -qE '(^|[^\\])[<`|[](b>|x|img|a\])' summary
  expect_equal "columns of the row" "$(grep '^| staging' summary | sed 's/\\|//g' | tr -cd '|')" "||||"
}

case_files_that_cannot_be_written() {
  github_files
  GITHUB_OUTPUT=$WORK/nowhere/output GITHUB_STEP_SUMMARY=$WORK push web 1
  expect_code 0
  expect_json '.results[0].status' released
  expect_err 'warning: what was done is not reported to the CI system: cannot write .*/nowhere/output: No such file'
  run release --env production --artifact mycompany/web-1 --dotenv-report nowhere/file
  expect_code 0
  expect_err 'warning: what was done is not reported .*nowhere/file'
}

# A FIFO is not read, and not waited for.
case_fifos() {
  make_gitops
  artifact web.json web 1
  mkfifo fifo
  timeout 20 cat fifo >got &
  local reader=$!
  out=$(GITHUB_OUTPUT=$WORK/fifo timeout 20 "$GIMLET" artifact push -f web.json 2>err.txt)
  code=$? err=$(cat err.txt)
  expect_code 0
  wait "$reader"
  expect_equal "what was read" "$(grep -c '^commits=' got)" 1
  err=$(GITHUB_OUTPUT=$WORK/fifo GITHUB_STEP_SUMMARY=$WORK/fifo timeout 20 "$GIMLET" release --env production --app web \
    --artifact mycompany/web-1 2>&1 >/dev/null)
  code=$?
  expect_code 0
  expect_err 'warning: what was done is not reported to the CI system: nobody reads the FIFO .*/fifo'
}

case_annotations() {
  github_files
  run release --env production --artifact nothing
  expect_code 3
  expect_err '^::error::gimlet: there is no artifact "nothing": .*%0Ahint: '
  expect_equal "stdout" "$out" ""
  run release --env production --artifact "$(printf '50%%\r\n::add-mask::x')"
  expect_err '^::error::gimlet: .*50%25 %0A[|] ::add-mask::x'
  run release --no-such-option
  expect_code 2
  expect_err '^::error::gimlet: '
  run release --no-such-option --no-ci-output
  expect_no_err '::error'
  # A release that failed among others.
  push web 1 '[{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: {{ .NOT_THERE }}"},
    {"app": "other", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: 1"}]'
  expect_code 4
  expect_err '^::error::gimlet: .*NOT_THERE'
  expect_json '.results[1].status' released
  expect_equal "commits" "$(output_of commits)" "$(remote_tip)"
  printf 'app: web\nenv: staging\ndeploy: {event: schedule}\nmanifests: "a: 1"\n' >"a,b.yaml"
  run manifest lint a,b.yaml
  expect_code 4
  expect_err '^::error file=a%2Cb.yaml,line=3,col=[0-9]+::unknown event'
  GITHUB_ACTIONS=false run release --env production --artifact nothing
  expect_no_err '::error'
  unset GITHUB_ACTIONS
  run release --env production --artifact nothing
  expect_no_err '::error'
}

case_all_off() {
  github_files
  export GIMLET_DOTENV_REPORT=$WORK/report.env
  GIMLET_NO_CI_OUTPUT=true push web 1
  artifact web-2.json web 2
  run artifact push -f web-2.json --no-ci-output
  expect_code 0
  printf 'no-ci-output = true\n' >config.toml
  run release --env production --artifact nothing --config config.toml
  expect_code 3
  run release --env production --artifact mycompany/web-2 --config config.toml
  expect_code 0
  expect_no_err '::'
  expect_equal "the outputs" "$(cat output)" "before=1"
  expect_equal "the summary" "$(cat summary)" ""
  expect_not "there is a report" [ -e report.env ]
}

case_a_dotenv_report() {
  make_gitops
  printf 'OWN=1\nGIMLET_COMMIT=old\nGIMLET_COMMITS_OF_MINE=2' >report.env
  artifact web.json web 1
  run artifact push -f web.json --dotenv-report report.env
  expect_code 0
  expect_equal "the report" "$(cat report.env)" "$(printf 'OWN=1\nGIMLET_COMMITS_OF_MINE=2\nGIMLET_CHANGED=true\nGIMLET_COMMIT=%s\nGIMLET_COMMITS=%s\nGIMLET_ARTIFACT_ID=mycompany/web-1' "$(remote_tip)" "$(remote_tip)")"
  # What a rollback does not say stays; what did not happen is not there.
  export GIMLET_DOTENV_REPORT=$WORK/report.env
  run release --env staging --artifact mycompany/web-1
  expect_equal "the report" "$(cat report.env)" "$(printf 'OWN=1\nGIMLET_COMMITS_OF_MINE=2\nGIMLET_CHANGED=false\nGIMLET_ARTIFACT_ID=mycompany/web-1')"
  run release --env production --artifact mycompany/web-1 --dry-run
  expect "a dry run says nothing" grep -q GIMLET_CHANGED=false report.env
  # More than GitLab takes.
  jq '.id = "a\nGIMLET_COMMIT=stolen" | .environments = [range(110) | {app: "app-\(.)", env: "staging", deploy: {event: "push"}, manifests: "a: 1"}]' web.json >many.json
  run artifact push -f many.json
  expect_code 0
  expect_err 'warning: GIMLET_COMMITS does not fit into a dotenv report: it is left out'
  expect_err 'warning: GIMLET_ARTIFACT_ID does not fit'
  expect_equal "the report" "$(cat report.env)" "$(printf 'OWN=1\nGIMLET_COMMITS_OF_MINE=2\nGIMLET_CHANGED=true\nGIMLET_COMMIT=%s' "$(remote_tip)")"
}

run_cases "$@"

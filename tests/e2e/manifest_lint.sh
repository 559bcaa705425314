#!/usr/bin/env bash
# manifest lint: what is wrong with manifests, and where.
. "$(dirname "$0")/lib.sh"

case_without_files() {
  run manifest lint
  expect_code 3
  expect_err 'no .gimlet/\*.yaml'
}

case_right_and_wrong() {
  mkdir -p .gimlet chart/templates
  printf 'apiVersion: v2\nname: chart\nversion: 0.1.0\n' >chart/Chart.yaml
  printf '{"properties": {"replicas": {"type": "integer"}}}' >chart/values.schema.json
  cat >.gimlet/a.yaml <<'YAML'
app: web
env: staging
deploy:
  event: push
  branch: "!main"
chart:
  name: ./chart
values:
  replicas: 2
  tag: "{{ .SHA }}"
YAML
  run manifest lint
  expect_code 0
  expect_equal "stdout" "$out" ""
  expect_err '^0 errors, 0 warnings in 1 file$'
  run manifest lint -q -o json
  expect_code 0
  expect_json 'tostring' '[]'

  cat >.gimlet/b.yaml <<'YAML'
app: web
env: production
chrat:
  name: x
chart:
  name: ./chart
deploy:
  branch: !main
values:
  replicas: two
  tag: "{{ .SHAA }}"
  home: '{{ env "HOME" }}'
  text: |
    a
    b: {{ .X
---
app: 5
env: production
deploy:
  tag: v*
chart:
  name: ./nowhere
YAML
  run manifest lint
  expect_code 4
  expect_equal "the problems" "$out" '.gimlet/b.yaml:3:1: warning: unknown field "chrat" (at /chrat)
  hint: did you mean "chart"?
.gimlet/b.yaml:8:11: error: !main is a YAML tag, not text, and leaves the value empty (at /deploy/branch)
  hint: quote the value: "!main"
.gimlet/b.yaml:10:13: error: the chart does not allow this value: got string, want integer (at /values/replicas)
.gimlet/b.yaml:11:12: warning: nothing is known to give the variable SHAA (at /values/tag)
  hint: did you mean SHA?
.gimlet/b.yaml:12:13: warning: the function env gives an empty text here (at /values/home)
  hint: manifests see variables alone: give it as one, {{ .NAME }}
.gimlet/b.yaml:15:5: error: unclosed action (at /values/text)
.gimlet/b.yaml:17:6: error: must be a string, not a number (at /app)
  hint: quote the value
.gimlet/b.yaml:20:8: error: "tag" needs "event": tag; this policy never releases (at /deploy/tag)
.gimlet/b.yaml:22:9: error: there is no chart at ./nowhere (at /chart/name)
  hint: name its repository: https://… in "repository" (--repo), or oci://…'
  expect_err '^6 errors, 3 warnings in 2 files$'

  # JSON is a list, newest problems not first: in the order of the files.
  run manifest lint -o json
  expect_code 4
  expect_json length 9
  expect_json '.[1] | tostring' '{"file":".gimlet/b.yaml","line":8,"column":11,"severity":"error","pointer":"/deploy/branch","message":"!main is a YAML tag, not text, and leaves the value empty","hint":"quote the value: \"!main\""}'
  expect_json 'map(.severity) | group_by(.) | map("\(.[0]) \(length)") | join(", ")' "error 6, warning 3"
}

# Files by name, standard input, the Gimlet CLI's -f; variables that are given are known.
case_named_files_and_variables() {
  printf 'app: web\nenv: staging\nmanifests: "sha: {{ .SHA }}"\n' >a.yaml
  printf 'app: web\nenv: s\nmanifests: "{{ .A }}{{ .B }}{{ .C }}"\n' >more.yaml
  run manifest lint more.yaml
  expect_code 0
  expect_equal "the warnings" "$(grep -c ' warning: ' <<<"$out")" 3
  git init -q gitops && mkdir -p gitops/s/.gimlet && echo 'A=of the environment' >gitops/s/.gimlet/vars
  git -C gitops add . && git -C gitops commit -qm vars
  run manifest lint more.yaml --gitops-repo gitops
  expect_code 0
  expect_equal "the warnings without what the environment defines" "$(grep -c ' warning: ' <<<"$out")" 2
  run manifest lint more.yaml --gitops-repo vars.env
  expect_equal "a repository that is none does not matter" "$(grep -c ' warning: ' <<<"$out")" 3
  echo 'B=1' >vars.env
  C=here run manifest lint --var A=1 --vars-file vars.env --var C more.yaml a.yaml
  expect_code 0
  expect_equal "stdout" "$out" ""
  expect_err 'in 2 files'
  C=here run manifest lint --var A=1 --varsFile vars.env --var C more.yaml
  expect_equal "stdout" "$out" ""
  command_line=" manifest lint -"
  out=$("$GIMLET" manifest lint - <more.yaml 2>/dev/null)
  expect_out '^standard input:3:16: warning: '
}

case_files_that_are_not_there_or_not_yaml() {
  run manifest lint missing.yaml
  expect_code 3
  printf 'app: [\n' >broken.yaml
  run manifest lint broken.yaml
  expect_code 4
  expect_out '^broken.yaml:2:1: error: not valid YAML'
}

case_completion() {
  run __complete -- manifest ''
  expect_out '^lint$'
  expect_not "a store was made" test -e "$XDG_DATA_HOME"
}

run_cases "$@"

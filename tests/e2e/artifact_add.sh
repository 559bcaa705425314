#!/usr/bin/env bash
# artifact add: items, variables and manifests into an artifact file.
. "$(dirname "$0")/lib.sh"

# empty: an artifact file that says where it comes from, and nothing else.
empty() { run artifact create --repository a/b --sha 1 --branch main -o artifact.json; }

manifest() {
  cat >staging.yaml <<'YAML'
app: web
env: staging
namespace: my-team
deploy:
  event: push
  branch: "!main"
values:
  replicas: 2
  big: 12345678901
  ratio: 1.5
  on: "yes"
  host: "{{ .BRANCH }}.example.com"
YAML
}

case_items() {
  empty
  run artifact add -f artifact.json --field name=CI --field url=https://jenkins.example.com/job/dev/84/display/redirect
  expect_code 0
  expect_equal "the item" "$(jq -c .items artifact.json)" '[{"name":"CI","url":"https://jenkins.example.com/job/dev/84/display/redirect"}]'
  run artifact add -f artifact.json --field name=image --field url=a/b:1=2
  expect_equal "items" "$(jq '.items | length' artifact.json)" 2
  expect_equal "a value with =" "$(jq -r '.items[1].url' artifact.json)" a/b:1=2
}

case_standard_input() {
  printf a >artifact.json
  out=$("$GIMLET" artifact add -f - --var A=1 <artifact.json 2>.err)
  code=$? err=$(cat .err)
  expect_code 2
  expect_err 'standard input: it cannot be written back'
  expect_err '^hint: write the artifact to a file'
  # A file may have that name.
  empty && mv artifact.json ./-
  run artifact add -f ./- --var A=1
  expect_code 0
  expect_equal "the variables" "$(jq -c .vars ./-)" '{"A":"1"}'
}

case_manifests_and_variables() {
  empty
  manifest
  run artifact add -f artifact.json --envFile staging.yaml --var A=1 --var B=x=y
  expect_code 0
  expect_equal "the manifest" "$(jq -c '.environments[0] | [.app, .deploy.branch, .values.replicas, .values.big, .values.ratio, .values.host]' artifact.json)" \
    '["web","!main",2,12345678901,1.5,"{{ .BRANCH }}.example.com"]'
  expect_equal "the variables" "$(jq -c .vars artifact.json)" '{"A":"1","B":"x=y"}'
  printf '# comment\nC=3\nexport D="four"\n' >vars.env
  run artifact add -f artifact.json --vars-file vars.env
  expect_equal "the variables" "$(jq -c .vars artifact.json)" '{"A":"1","B":"x=y","C":"3","D":"four"}'
  printf 'C=4\n' >>vars.env
  run artifact add -f artifact.json --varsFile vars.env
  expect_equal "the variables" "$(jq -c .vars artifact.json)" '{"A":"1","B":"x=y","C":"4","D":"four"}'
  run artifact push --file artifact.json -o json --dry-run
  expect_code 0
  expect_json '.results | map("\(.env)/\(.app) \(.status)") | join(" ")' "staging/web skipped"
}

# Mistake 9: an unquoted !main is a YAML tag and came out empty.
case_an_unquoted_exclamation_mark() {
  empty
  manifest
  sed 's/"!main"/!main/' staging.yaml >tag.yaml
  before=$(cat artifact.json)
  run artifact add -f artifact.json --env-file tag.yaml
  expect_code 4
  expect_err 'tag.yaml:6:'
  expect_err 'quote'
  expect_equal "the file" "$(cat artifact.json)" "$before"
}

case_bad_input() {
  empty
  printf 'env: staging\n' >noapp.yaml
  run artifact add -f artifact.json --env-file noapp.yaml
  expect_code 4
  expect_err '/app'
  run artifact add -f artifact.json --field novalue
  expect_code 2
  run artifact add -f absent.json --field a=b
  expect_code 3
  printf '{"version": ' >broken.json
  run artifact add -f broken.json --field a=b
  expect_code 4
  expect_err 'broken.json:1:'
  run artifact add --file artifact.json --var PASSWORD=x
  expect_code 0
  expect_err 'looks like a secret'
}

run_cases "$@"

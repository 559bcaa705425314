#!/usr/bin/env bash
# gitops write: files that somebody made, as the Gimlet CLI writes them.
. "$(dirname "$0")/lib.sh"

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

#!/usr/bin/env bash
# release (make): by hand, to the env that is asked for, once.
. "$(dirname "$0")/lib.sh"

two_versions() {
  make_gitops
  push web 1
  push web 2
}

case_by_hand() {
  two_versions
  run release --env production --artifact mycompany/web-1 -o json
  expect_code 0
  expect_json .changed true
  expect_json '.results | length' 1
  expect_json '.results[0] | "\(.env)/\(.app) \(.status)"' "production/web released"
  expect_json '.results[0].gitopsRef' "$(remote_tip)"
  expect_equal "triggeredBy" "$(remote_file production/web/release.json | jq -r .triggeredBy)" "Test User"
  expect_equal "release.json's keys" "$(remote_file production/web/release.json | jq -c keys_unsorted)" \
    '["app","env","artifactId","triggeredBy","version","gitopsRef","gitopsRepo","argocd"]'
  expect_equal "release.json's lines" "$(remote_file production/web/release.json | wc -l)" 1
  expect_equal "who asked is the author" "$(remote_log '%an <%ae>')" "Test User <test@example.com>"
  expect_equal "the intent" "$(remote_trailer Gimlet-Intent)" release
}

# The same again is nothing to do.
case_the_same_again_changes_nothing() {
  make_gitops
  push web 1
  run release --env production --artifact mycompany/web-1
  expect_code 0
  tip=$(remote_tip)
  run release make --env production --artifact mycompany/web-1 -o json
  expect_code 0
  expect_json .changed false
  expect_json '.results[0].status' unchanged
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

# Mistake 3: rolling forward to a release that had been rolled back was a silent no-op.
case_forward_to_what_was_rolled_back() {
  two_versions
  run release --env production -a mycompany/web-1
  run release --env production -a mycompany/web-2 --as Bob
  expect_code 0
  run rollback --env production --app web --to mycompany/web-1
  expect_code 0
  run release --env production -a mycompany/web-2 -o json
  expect_json .changed true
  expect_version production/web 2
}

# No manifest for that env: the envs it has.
case_targets_that_are_none() {
  make_gitops
  push web 1
  run release --env staging --artifact mycompany/web-1 --app nope
  expect_code 3
  expect_err 'it has there: web'
  run release --env qa --artifact mycompany/web-1
  expect_code 3
  expect_err 'no manifest for env "qa"'
  expect_err 'hint:.*production, staging'
  run release --env production --artifact nope
  expect_code 3
  run release --env production
  expect_code 2
  expect_err '\-\-env and --artifact are required'
}

# A dry run, with and without the diff.
case_dry_run() {
  make_gitops
  push web 2
  run release --env production -a mycompany/web-2
  push web 3
  tip=$(remote_tip)
  run release --env production -a mycompany/web-3 --dry-run --diff
  expect_code 0
  expect_out 'would be released'
  expect_out '^-  version: "2"'
  expect_out '^\+  version: "3"'
  expect_equal "the tip" "$(remote_tip)" "$tip"
  expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$tip"
}

# Without a push only the clone moves; the next release takes both along.
case_no_push() {
  make_gitops
  push web 1
  push web 3
  tip=$(remote_tip)
  run release --env production -a mycompany/web-3 --no-push
  expect_code 0
  expect_equal "the tip" "$(remote_tip)" "$tip"
  expect_not "the clone did not move" test "$(git -C gitops rev-parse main)" = "$tip"
  run release --env production -a mycompany/web-1 -o json
  expect_code 0
  expect_equal "the tip" "$(remote_tip)" "$(git -C gitops rev-parse main)"
}

case_deadline() {
  make_gitops
  push web 1
  remote_that_moves
  run release --env production -a mycompany/web-1 --deadline 1
  expect_code 6
  expect_equal "the newest commit" "$(remote_log %s)" Moved
}

# Stale files of the app go; a release touches its own app's folder and the env's release.json only.
case_stale_files_go() {
  make_gitops
  push multi 1 '[{"app": "multi", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: 1"}]'
  mkdir -p gitops/staging/multi gitops/staging/other
  echo stale >gitops/staging/multi/stale.yaml
  echo other >gitops/staging/other/other.yaml
  commit_by_hand "By hand"
  before=$(git -C remote.git ls-tree -r main | grep -v -E 'staging/(multi/|release.json)')
  push multi 2 '[{"app": "multi", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: 2"}]'
  expect_code 0
  expect_not "the stale file is there" git -C remote.git cat-file -e main:staging/multi/stale.yaml
  expect_equal "everything else" "$(git -C remote.git ls-tree -r main | grep -v -E 'staging/(multi/|release.json)')" "$before"
}

# Mistake 20: the whole repository was copied for every manifest, and for every read. Nothing is copied here: there is no
# temporary folder to copy to, and what a release adds is its own objects.
case_nothing_is_copied() {
  make_gitops
  push small 1
  objects_before=$(git -C gitops count-objects | cut -d' ' -f1)
  TMPDIR=/nonexistent run release --env production -a mycompany/small-1 --no-push
  expect_code 0
  added=$(($(git -C gitops count-objects | cut -d' ' -f1) - objects_before))
  expect "a release adds its own objects only ($added)" test "$added" -le 7
  TMPDIR=/nonexistent run release status --env production
  expect_code 0
  expect_equal "reading adds none" "$(git -C gitops count-objects | cut -d' ' -f1)" "$((objects_before + added))"
}

# The repository is opened while the artifact is read: of two things that are wrong, the first that is needed is said, once.
case_what_is_wrong_is_said_once() {
  make_gitops
  push small 1
  mkdir "$WORK/empty"
  run release --env staging -a no/such-artifact --gitops-repo "$WORK/empty"
  expect_code 3
  expect_err "no/such-artifact"
  expect_no_err "git repository"
  run release --env staging -a mycompany/small-1 --gitops-repo "$WORK/empty"
  expect_code 4
  expect_err "opening the GitOps repository .*: .*empty is no git repository"
  expect_no_err "opening.*opening"
  push broken 1 '[{"app": "broken", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: 1"}]'
  # Whether it is released there nobody can say.
  GIMLET_GITOPS_REPO=$WORK/empty run artifact push -f "$WORK/broken-1.json" -o json
  expect_code 4
  expect_json '.results[0].status' failed
}

# Where the system gives no other thread, everything is done by the first.
case_without_a_second_thread() {
  if [ "$(id -u)" -ne 0 ]; then skip "only root can become nobody"; fi
  make_gitops
  alone() {
    setpriv --reuid 65534 --regid 65534 --clear-groups prlimit --nproc=1 \
      env ASAN_OPTIONS=detect_leaks=0 HOME="$WORK/nobody" GIT_CONFIG_GLOBAL=/dev/null "$GIMLET" --store "$WORK/nobody/store.mdb" \
      --gitops-repo "$WORK/nobody/clone.git" "$@" >"$WORK/.out" 2>"$WORK/.err" </dev/null
    code=$? out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
  }
  chmod 755 "$SUITE_DIR" "$WORK"
  mkdir "$WORK/nobody"
  git clone -q --bare remote.git "$WORK/nobody/clone.git" 2>/dev/null
  chown -R 65534:65534 "$WORK/nobody"
  artifact "$WORK/nobody/alone-1.json" alone 1
  chmod 644 "$WORK/nobody/alone-1.json"
  alone artifact push --no-push -f "$WORK/nobody/alone-1.json" -o json
  expect_code 0
  expect_json '.results[0].status' released
  alone release --env production -a mycompany/alone-1 --no-push -o json
  expect_code 0
  expect_json '.results[0].status' released
}

# Argo CD reads every *.json of a folder that it syncs as a manifest, and fails at release.json, which has no kind: no
# setting of it leaves one file out. One that holds this text anywhere is left out (argo-cd, reposerver/repository:
# skipFileRenderingMarker).
case_argo_cd_can_sync_the_folder() {
  make_gitops
  push web 1
  for file in staging/web/release.json staging/release.json; do
    expect "Argo CD leaves $file out" grep -q '+argocd:skip-file-rendering' <(remote_file "$file")
  done
  expect "it is JSON with kept fields" jq -e '.app == "web" and .artifactId == "mycompany/web-1"' <(remote_file staging/web/release.json)
  run release status --env staging -o json
  expect_json '.web | has("argocd")' false
}

# An upgrade alone makes no commit.
case_a_release_json_of_before() {
  make_gitops
  push web 1
  for file in staging/web/release.json staging/release.json; do
    jq -c 'del(.argocd)' <(remote_file "$file") >".gitops.json"
    mv .gitops.json "gitops/$file"
  done
  commit_by_hand "As version 0.1 wrote it"
  tip=$(remote_tip)
  run release --env staging --artifact mycompany/web-1 -o json
  expect_code 0
  expect_json '.results[0].status' unchanged
  run artifact push -f web-1.json -o json
  expect_json .changed false
  expect_equal "the tip" "$(remote_tip)" "$tip"
  run release status --env staging -o json
  expect_json .web.artifactId mycompany/web-1
  push web 2
  expect_version staging/web 2
  # To go back restores what stood there, to the byte.
  run rollback --env staging --app web --to mycompany/web-1
  expect_code 0
  expect_version staging/web 1
}

run_cases "$@"

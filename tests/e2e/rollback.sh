#!/usr/bin/env bash
# rollback: the app's folder as it was at a release, in one commit, whatever was released since.
. "${BASH_SOURCE[0]%/*}/lib.sh"
make_gitops
push web 1
first=$(remote_tip)
first_tree=$(git -C remote.git rev-parse main:staging/web)
push web 2
second=$(remote_tip)
push api 1
push web 3
third=$(remote_tip)
push api 2

# Mistake 1: git revert failed as soon as another app of the env was released later.
run rollback --env staging --app web --to "${first:0:9}" -o json
expect_code 0
expect_json .changed true
expect_json '.results[0].gitopsRef' "$(remote_tip)"
expect_equal "the folder's tree" "$(git -C remote.git rev-parse main:staging/web)" "$first_tree"
expect_equal "the other app" "$(remote_file staging/api/manifest.yaml | grep version:)" '  version: "2"'
expect_equal "the subject" "$(git -C remote.git log -1 --format=%s main)" "[Gimlet] staging/web rolled back to ${first:0:7}"
body=$(git -C remote.git log -1 --format=%b main)
expect_equal "the reverted commits" "$(grep -c 'This reverts commit' <<<"$body")" 2
expect "it names the second" grep -q "This reverts commit $second." <<<"$body"
expect "it names the third" grep -q "This reverts commit $third." <<<"$body"
expect_equal "the clone's file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "1"'

# The same again is nothing to do.
run rollback --env staging --app web --to "$first" -o json
expect_code 0
expect_json .changed false

# Mistake 2: an unknown or abbreviated target reverted every release.
tip=$(remote_tip)
run rollback --env staging --app web --to ffffffff
expect_code 3
run rollback --env staging --app web --to no/such-artifact
expect_code 3
run rollback --env staging --app web --to "$(git -C remote.git log -1 --format=%H --grep=Start main)"
expect_code 3
run rollback --env staging --app nope --to "$first"
expect_code 3
run rollback --env staging --app api --to "$third"
expect_code 3
expect_equal "the tip" "$(remote_tip)" "$tip"

# By artifact, and to the release before.
run release --env production -a mycompany/web-1
run release --env production -a mycompany/web-2
run release --env production -a mycompany/web-3
run rollback --env production --app web --previous -o json
expect_code 0
expect_equal "the version" "$(remote_file production/web/manifest.yaml | grep version:)" '  version: "2"'
run rollback --env production --app web --previous -o json
expect_equal "the version" "$(remote_file production/web/manifest.yaml | grep version:)" '  version: "1"'
run rollback --env production --app web --previous
expect_code 3
run release rollback --env production --app web -t mycompany/web-3 -o json
expect_code 0
expect_equal "the version" "$(remote_file production/web/manifest.yaml | grep version:)" '  version: "3"'

run rollback --env production --app web
expect_code 2
run rollback --env production --app web --previous --to x
expect_code 2
tip=$(remote_tip)
run rollback --env production --app web --to mycompany/web-1 --dry-run --diff
expect_code 0
expect_out '^-  version: "3"'
expect_out '^\+  version: "1"'
expect_equal "the tip" "$(remote_tip)" "$tip"

# Mistake 5: the recorded commit could be one that never reached the remote.
git clone -q remote.git second 2>/dev/null
git -C second commit -q --allow-empty -m "Meanwhile" && git -C second push -q 2>/dev/null
run rollback --env production --app web --to mycompany/web-1 -o json
expect_code 0
ref=$(jq -r '.results[0].gitopsRef' <<<"$out")
expect "the commit is in the remote" git -C remote.git merge-base --is-ancestor "$ref" main

#!/usr/bin/env bash
# release delete: one app's folder, fetched first, pushed or failed.
. "${BASH_SOURCE[0]%/*}/lib.sh"
make_gitops
push web 1
push api 1

# Mistake 7: an app's subfolder that is called like an env was in danger.
mkdir -p gitops/staging/web/staging gitops/staging/web/production
echo x >gitops/staging/web/staging/x.yaml
git -C gitops add -A && git -C gitops commit -qm "By hand" && git -C gitops push -q 2>/dev/null
run release delete --env staging --app web --dry-run -o json
expect_json '.results[0].status' deleted
expect "it is still there" remote_file staging/web/manifest.yaml
run release delete --env staging --app web -o json
expect_code 0
expect_json .changed true
expect_json '.results[0] | "\(.env)/\(.app) \(.status)"' "staging/web deleted"
expect_not "the folder is there" git -C remote.git cat-file -e main:staging/web
expect "the other app is there" remote_file staging/api/manifest.yaml
expect_equal "the subject" "$(git -C remote.git log -1 --format=%s main)" "[GimletD delete] staging/web deleted by Test User"
run release delete --env staging --app web -o json
expect_code 0
expect_json .changed false
run release delete --env qa --app web
expect_code 3
run release delete --env staging --app ../production
expect_code 4

# Mistake 6: deleting pushed without fetching first, and ignored push errors.
git clone -q remote.git second 2>/dev/null
git -C second commit -q --allow-empty -m "Meanwhile" && git -C second push -q 2>/dev/null
run release delete --env staging --app api -o json
expect_code 0
expect_equal "nothing is lost" "$(git -C remote.git log -2 --format=%s main | tail -1)" Meanwhile
push web 2
printf '#!/bin/sh\nexit 1\n' >remote.git/hooks/pre-receive && chmod +x remote.git/hooks/pre-receive
tip=$(git -C gitops rev-parse main)
run release delete --env staging --app web
expect_code 5
expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$tip"
expect "the file is still there" test -f gitops/staging/web/manifest.yaml

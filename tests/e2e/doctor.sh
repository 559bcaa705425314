#!/usr/bin/env bash
# doctor: what works, what does not, and what to do about it.
. "$(dirname "$0")/lib.sh"

run doctor -o json
expect_code 0
expect_json '.[] | select(.check == "gitops-repo") | .status' warn
make_gitops
push web 1
run doctor -o json
expect_code 0
expect_json 'map(select(.status == "fail")) | length' 0
expect_json '.[] | select(.check == "store") | .detail | contains("1 artifacts")' true
expect_json '.[] | select(.check == "remote") | .status' ok
expect_json '.[] | select(.check == "identity") | .detail' "Test User <test@example.com>"
run doctor
expect_out 'identity'

mv remote.git gone.git
run doctor -o json
expect_code 1
expect_json '.[] | select(.check == "remote") | .status' fail
GIMLET_GITOPS_REPO=/nonexistent run doctor
expect_code 1
expect_out 'fail.*gitops-repo'
: >bad.mdb
run --store bad.mdb doctor -o json
expect_code 1
expect_json '.[] | select(.check == "store") | .status' fail

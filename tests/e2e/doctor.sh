#!/usr/bin/env bash
# doctor: what works, what does not, and what to do about it.
. "$(dirname "$0")/lib.sh"

case_without_a_repository() {
  run doctor -o json
  expect_code 0
  expect_json '.[] | select(.check == "gitops-repo") | .status' warn
}

case_all_is_well() {
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
}

case_a_remote_that_is_gone() {
  make_gitops
  mv remote.git gone.git
  run doctor -o json
  expect_code 1
  expect_json '.[] | select(.check == "remote") | .status' fail
}

case_no_repository_there() {
  GIMLET_GITOPS_REPO=/nonexistent run doctor
  expect_code 1
  expect_out 'fail.*gitops-repo'
}

case_a_file_that_is_no_store() {
  : >bad.mdb
  run --store bad.mdb doctor -o json
  expect_code 1
  expect_json '.[] | select(.check == "store") | .status' fail
}

run_cases "$@"

#!/usr/bin/env bash
# chart prune: what it removes, what stays, and that --dry-run removes nothing.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"

serve_shop

versions() { "$GIMLET" chart list -o json | jq -r '[.[].version] | sort | join(",")'; }

case_an_empty_cache() {
  run chart prune --all -o json
  expect_code 0
  expect_json .changed false
}

case_older_than() {
  for version in 1.0.0 1.1.0; do run chart pull shop --repo "$web/repo" --version "$version"; done
  run chart prune
  expect_code 0
  expect_equal "what was used just now stays" "$(versions)" 1.0.0,1.1.0
  find "$XDG_CACHE_HOME/gimlet/charts/blobs" -name "$(digest_of "$WEB/root/repo/shop-1.0.0.tgz").tgz" -exec touch -d '3 days ago' {} +
  run chart prune --older-than 4d
  expect_equal "younger than that" "$(versions)" 1.0.0,1.1.0
  run chart prune --older-than 2d --dry-run -o json
  expect_json .changed false
  expect_json '.charts[0].version' 1.0.0
  expect_equal "after --dry-run" "$(versions)" 1.0.0,1.1.0
  run chart prune --older-than 2d -o json
  expect_code 0
  expect_json .changed true
  expect_equal "what is left" "$(versions)" 1.1.0
  run chart template web shop --repo "$web/repo" --version 1.0.0 --offline
  expect_code 3
}

case_all() {
  run chart pull shop --repo "$web/repo"
  expect_equal "before" "$(versions)" 1.1.0
  run chart prune --all
  expect_code 0
  expect_equal "after --all" "$(versions)" ""
}

case_an_age_that_is_none() {
  run chart prune --older-than soon
  expect_code 2
}

run_cases "$@"

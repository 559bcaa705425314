#!/usr/bin/env bash
# chart list: what the cache holds, as a table and as JSON.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"

serve_shop

case_an_empty_cache() {
  run chart list
  expect_code 0
  expect_equal "an empty list" "$out" ""
  run chart list -o json
  expect_equal "an empty list" "$out" "[]"
}

case_what_was_pulled() {
  for version in 1.1.0 1.0.0 1.1.0; do run chart pull shop --repo "$web/repo" --version "$version"; done
  run chart list
  expect_code 0
  expect_out '^CHART +VERSION +SHA256 +SIZE +USED +REPOSITORY$'
  expect_out "^shop +1.0.0 +[0-9a-f]+ .* $web/repo\$"
  expect_equal "lines: each chart once" "$(wc -l <<<"$out")" 3
  run chart list -o json
  expect_json '[.[].version] | sort | join(",")' 1.0.0,1.1.0
  expect_json '.[] | select(.version == "1.1.0") | .digest' "$(digest_of "$WEB/root/repo/shop-1.1.0.tgz")"
  expect_json '.[] | select(.version == "1.1.0") | .bytes' "$(stat -c %s "$WEB/root/repo/shop-1.1.0.tgz")"
}

run_cases "$@"

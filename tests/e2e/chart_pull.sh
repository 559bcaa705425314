#!/usr/bin/env bash
# chart pull: what it prints, writes and refuses. Where charts come from is chart_sources.sh's.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"

serve_shop

case_what_it_prints_and_writes() {
  run chart pull shop --repo "$web/repo"
  expect_code 0
  archive=$WEB/root/repo/shop-1.1.0.tgz
  expect_equal "stdout" "$out" "shop 1.1.0 sha256:$(digest_of "$archive") ($(stat -c %s "$archive") B, fetched)"
  run chart pull shop --repo "$web/repo" --version '<1.1' -d . -o json
  expect_code 0
  expect_json '.charts[0].version' 1.0.0
  expect "the archive" cmp shop-1.0.0.tgz "$WEB/root/repo/shop-1.0.0.tgz"
  run chart pull shop --repo "$web/repo" --destination nowhere
  expect_code 2
  expect_err 'nowhere'
}

# An archive that is not what the index says is neither kept nor written.
case_an_archive_that_is_not_what_the_index_says() {
  cp -r "$WEB/root/repo" "$WEB/root/tampered"
  cp "$WEB/root/repo/shop-1.0.0.tgz" "$WEB/root/tampered/shop-1.1.0.tgz"
  mkdir fresh
  run chart pull shop --repo "$web/tampered" -d fresh
  expect_code 1
  expect_err 'not what the repository.s index says'
  expect_equal "written" "$(ls fresh)" ""
  run chart list -o json
  expect_json length 0
}

case_what_cannot_be_had() {
  run chart pull shop --repo "$web/repo" --version 1.0.0 --offline
  expect_code 3
  expect_err 'not in the cache'
  run chart pull shop --repo "$web/repo" --version 9.9.9
  expect_code 3
  run chart pull
  expect_code 2
  run chart pull --file missing.yaml
  expect_code 3
}

run_cases "$@"

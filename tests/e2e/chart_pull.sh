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

case_certificates_and_plain_http() {
  run chart pull shop --repo "$web_tls/repo" --version 1.0.0
  expect_code 1
  run chart pull shop --repo "$web_tls/repo" --version 1.0.0 --ca-file "$WEB/server.pem"
  expect_code 0
  # A registry that is not of this machine, as far as its name tells, is asked over https.
  publish charts/shop 1.1.0 "$WEB/root/repo/shop-1.1.0.tgz"
  run chart pull "oci://0.0.0.0:${web##*:}/charts/shop" --version 1.1.0
  expect_code 1
  run chart pull "oci://0.0.0.0:${web##*:}/charts/shop" --version 1.1.0 --plain-http
  expect_code 0
  expect_out '^shop 1.1.0 sha256:'
}

# A download that takes a while is shown on a terminal.
case_progress() {
  command -v script >/dev/null || skip "there is no script"
  cat >"$WEB/root/slow.cgi" <<'CGI'
#!/bin/bash
sleep 0.5
printf 'Content-Type: application/gzip\r\n\r\n'
cat "${0%/*}/repo/shop-1.0.0.tgz"
CGI
  script -qec "'$GIMLET' chart template web '$web/slow.cgi'" /dev/null >tty.txt
  out=$(cat tty.txt)
  expect_out $'\r\x1b\\[K.*slow.cgi'
  expect_out 'version: "1.0.0"'
  script -qec "'$GIMLET' --no-progress chart template web '$web/slow.cgi'" /dev/null >tty.txt
  out=$(cat tty.txt)
  expect_no_out 'slow.cgi'
  expect_out 'version: "1.0.0"'
}

run_cases "$@"

#!/usr/bin/env bash
# The executable that ships, alone in an empty root folder: nothing is beside it but a bundle of certificate authorities, and
# what names users and hosts.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"

program=$GIMLET
start_web
chart shop 1.0.0
index shop 1.0.0
publish charts/shop 1.0.0 "$WEB/root/repo/shop-1.0.0.tgz"

# empty_root: $root, which holds the program, the bundle at $bundle, and who is who. $enter leads there.
empty_root() {
  root=$WORK/root bundle=$WORK/root/etc/ssl/certs/ca-certificates.crt
  mkdir -p "$root/etc/ssl/certs" "$root/home"
  cp "$program" "$root/gimlet"
  cp "$WEB/server.pem" "$bundle"
  printf '127.0.0.1 localhost registry.test\n' >"$root/etc/hosts"
  printf 'operator:x:%s:0::/home:/bin/sh\n' "$(id -u)" >"$root/etc/passwd"
  enter=("$(command -v chroot || echo /usr/sbin/chroot)" "$root")
  [ "$(id -u)" -eq 0 ] || enter=("$(command -v unshare)" --map-root-user --root "$root")
  variables=(HOME=/home)
}

# run ARGS…: in the root, with $variables alone in the environment.
run() {
  printf -v command_line ' %q' "$@"
  env -i "${variables[@]}" "${enter[@]}" /gimlet "$@" >"$WORK/.out" 2>"$WORK/.err" <"${stdin:-/dev/null}"
  code=$?
  out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
}

case_the_file() {
  empty_root
  expect_equal "shared libraries it asks for" "$(readelf -d "$program" | grep -c NEEDED)" 0
  expect_equal "the root's files" "$(cd "$root" && find . -type f | sort | tr '\n' ' ')" \
    "./etc/hosts ./etc/passwd ./etc/ssl/certs/ca-certificates.crt ./gimlet "
  run --version
  expect_code 0
  expect_out '^gimlet '
}

case_a_repository_given_by_path() {
  empty_root
  git init -q --bare "$root/gitops"
  variables=(HOME=/home GIMLET_GITOPS_REPO=/gitops)
  artifact "$root/web-1.json" web 1
  artifact "$root/web-2.json" web 2
  run artifact push -f /web-1.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  stdin=$root/web-2.json run artifact push -f - -o json
  expect_json '.results[0].status' released
  expect_equal "the release" "$(git -C "$root/gitops" show main:staging/web/manifest.yaml | grep version:)" '  version: "2"'
  expect_equal "who asked, by /etc/passwd" "$(git -C "$root/gitops" log -1 --format=%an main)" operator
  run release --env production -a mycompany/web-1 -o json
  expect_json '.results[0].status' released
  run rollback --env staging --app web --to mycompany/web-1 -o json
  expect_code 0
  expect_equal "what was rolled back to" "$(git -C "$root/gitops" show main:staging/web/manifest.yaml | grep version:)" '  version: "1"'
  run store check
  expect_code 0
  run release status --env staging -o json
  expect_json '.web.artifactId' mycompany/web-1
}

case_charts_over_https() {
  empty_root
  run chart template web shop --repo "$web_tls/repo"
  expect_code 0
  expect_out 'version: "1.0.0"'
  run chart template web "oci://registry.test:${web_tls##*:}/charts/shop" --version 1.0.0
  expect_code 0
  expect_out 'version: "1.0.0"'
  run chart list -o json
  expect_json length 2
}

case_certificate_authorities() {
  empty_root
  mv "$bundle" "$root/mine.pem"
  run chart pull shop --repo "$web_tls/private" --username me --password s3cret
  expect_code 1
  expect_err 'certificate'
  variables+=(SSL_CERT_FILE=/mine.pem)
  run chart pull shop --repo "$web_tls/private" --username me --password s3cret
  expect_code 0
  # The place of another distribution.
  variables=(HOME=/home)
  mkdir -p "$root/etc/pki/tls/certs"
  mv "$root/mine.pem" "$root/etc/pki/tls/certs/ca-bundle.crt"
  run chart pull shop --repo "$web_tls/private" --username me --password s3cret
  expect_code 0
}

case_a_repository_over_https() {
  empty_root
  git init -q --bare "$WEB/root/git/gitops.git"
  git -C "$WEB/root/git/gitops.git" config http.receivepack true
  git init -q "$WORK/start" && git -C "$WORK/start" commit -q --allow-empty -m "Start"
  git -C "$WORK/start" push -q "$WEB/root/git/gitops.git" main
  variables=(HOME=/home GIMLET_GITOPS_REPO="$web_tls/git/gitops.git" GIMLET_GIT_USER=me GIMLET_GIT_TOKEN=s3cret)
  artifact "$root/web-1.json" web 1
  run artifact push -f /web-1.json
  artifact "$root/web-3.json" web 3
  run artifact push -f /web-3.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect_equal "the remote's file" "$(git -C "$WEB/root/git/gitops.git" show main:staging/web/manifest.yaml | grep version:)" '  version: "3"'
  run rollback --env staging --app web --to mycompany/web-1 -o json
  expect_code 0
  expect_equal "the remote's file" "$(git -C "$WEB/root/git/gitops.git" show main:staging/web/manifest.yaml | grep version:)" '  version: "1"'
  variables=(HOME=/home GIMLET_GITOPS_REPO="$web_tls/git/gitops.git" GIMLET_GIT_USER=me GIMLET_GIT_TOKEN=wrong)
  run release status
  expect_code 1
  expect_no_err wrong
}

case_a_name_that_only_dns_knows() {
  if [ "$(id -u)" -ne 0 ]; then skip "port 53 is for root alone"; fi
  empty_root
  perl -MIO::Socket::INET -e '
    my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.77", LocalPort => 53, Proto => "udp") or exit 3;
    while ($socket->recv(my $query, 512)) {
      my ($id) = unpack("n", $query);
      my ($name, $type) = substr($query, 12) =~ /^(.*?\0)(..)/s or next;
      my $is_a = unpack("n", $type) == 1 && $name =~ /charts/;
      my $answer = $is_a ? pack("nnnNnC4", 0xc00c, 1, 1, 60, 4, 127, 0, 0, 1) : "";
      $socket->send(pack("nnnnnn", $id, 0x8180, 1, $is_a ? 1 : 0, 0, 0) . $name . $type . pack("n", 1) . $answer);
    }' &
  pids+=($!)
  printf 'nameserver 127.0.0.77\n' >"$root/etc/resolv.conf"
  # Modules of the name service that are not there must not be asked for.
  printf 'hosts: mdns4_minimal [NOTFOUND=return] resolve myhostname dns\npasswd: sss\n' >"$root/etc/nsswitch.conf"
  sleep 0.3
  variables=(HOME=/home)
  run chart pull shop --repo "https://charts.test:${web_tls##*:}/repo" -o json
  expect_code 0
}

run_cases "$@"

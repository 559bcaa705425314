#!/usr/bin/env bash
# Files that a user names (-o FILE, --output-dir, -f of artifact add, chart pull -d): written as other programs write them.
# A link's target is written, a FIFO and a device are written to, and none of them is ever replaced.
. "$(dirname "$0")/lib.sh"

# create FILE: an artifact is written to FILE.
create() { run artifact create --repository a/b --sha 1 --branch main -o "$1"; }

manifest() {
  printf 'app: web\nenv: staging\nmanifests: |\n  kind: ConfigMap\n' >m.yaml
}

is_artifact() { expect_equal "what $1 holds" "$(jq -r .version.repositoryName "$1")" a/b; }

# nothing_beside FILE…: the folder holds these alone: no draft was left.
nothing_beside() { expect_equal "the folder" "$(ls)" "$(printf '%s\n' home gitconfig "$@" | sort)"; }

case_links() {
  echo old >target && chmod 640 target
  ln -s target link && ln -s "$WORK/link" second
  create second
  expect_code 0
  expect "the links are links" test -L link -a -L second
  is_artifact target
  expect_equal "the target's mode" "$(stat -c %a target)" 640
  ln -s later/new dangling
  create dangling
  expect_code 3
  expect_err 'cannot write dangling: No such file'
  mkdir later
  create dangling
  expect_code 0
  expect "the link is a link" test -L dangling
  is_artifact later/new
  ln -s loop loop
  create loop
  expect_code 1
  expect_err 'Too many levels of symbolic links'
  nothing_beside target link second dangling later loop
}

# closed_by COMMAND…: standard output is closed, and the program says so.
closed_by() {
  printf -v command_line ' %q' "$@"
  err=$("$GIMLET" "$@" 2>&1 >&- </dev/null)
  code=$?
  expect_code 1
  expect_err 'cannot write to standard output'
}

case_a_closed_output() {
  artifact a.json web 1
  manifest
  run artifact push -f a.json --no-release
  for json in text json; do
    closed_by artifact list -o $json
    closed_by store stats -o $json
    closed_by artifact show mycompany/web-1 -o $json
  done
  for command in 'artifact create --repository a/b --sha 1' 'artifact create --repository a/b --sha 1 -o -' 'store export -' \
    'manifest template -f m.yaml' '--help' '--version' 'completion bash'; do
    # shellcheck disable=SC2086  # words
    closed_by $command
  done
  # What has nothing to say there does its work.
  "$GIMLET" artifact create --repository a/b --sha 1 -o made.json >&-
  expect_equal "the exit code" "$?" 0
  is_artifact made.json
  "$GIMLET" artifact list --app other >&- 2>&-
  expect_equal "the exit code" "$?" 0
  # Messages are lost, and nothing else. A file that is opened does not become one of the three.
  "$GIMLET" artifact create --repository a/b --sha 1 -v -o quiet.json <&- >&- 2>&-
  expect_equal "the exit code" "$?" 0
  is_artifact quiet.json
  "$GIMLET" artifact list >&- 2>&-
  expect_equal "the exit code" "$?" 1
  run store check
  expect_code 0
}

case_a_link_of_artifact_add() {
  create target
  ln -s target link
  ln target hard
  chmod 600 target
  run artifact add -f link --var A=1
  expect_code 0
  expect "the link is a link" test -L link
  expect_equal "the target" "$(jq -r .vars.A target)" 1
  expect_equal "its other name" "$(jq -r .vars.A hard)" 1
  expect_equal "its mode" "$(stat -c %a target)" 600
}

case_a_new_file_has_the_mode_that_umask_says() {
  for mask in 022:644 027:640 077:600 002:664; do
    (umask "${mask%:*}" && create "new-$mask")
    expect_equal "the mode under $mask" "$(stat -c %a "new-$mask")" "${mask#*:}"
  done
}

case_fifos() {
  manifest
  mkfifo fifo
  timeout 10 cat fifo >got &
  reader=$!
  create fifo
  expect_code 0
  wait "$reader"
  is_artifact got
  expect "the fifo is one" test -p fifo
  ln -s fifo link
  timeout 10 cat fifo >got &
  reader=$!
  run manifest template -f m.yaml -o link
  expect_code 0
  wait "$reader"
  expect_equal "the stream" "$(tail -1 got)" "kind: ConfigMap"
  expect "both are what they were" test -p fifo -a -L link
}

case_devices() {
  manifest
  devices=$(stat -c '%F %n' /dev/null /dev/full; ls -l /dev/stdout)
  create /dev/null
  expect_code 0
  run manifest template -f m.yaml -o /dev/null
  expect_code 0
  create /dev/full
  expect_code 1
  expect_err 'cannot write /dev/full: No space left on device'
  expect_equal "the devices" "$(stat -c '%F %n' /dev/null /dev/full; ls -l /dev/stdout)" "$devices"
  if ! mknod null c 1 3 2>/dev/null; then skip "no device may be made"; fi
  create null
  expect_code 0
  expect "the device is one" test -c null
}

# As a pipe, as a file that others write to as well, and by each of its names.
case_standard_output() {
  manifest
  for name in - /dev/stdout /dev/fd/1 /proc/self/fd/1; do
    create "$name"
    expect_code 0
    expect_json .version.repositoryName a/b
    { echo first; "$GIMLET" manifest template -f m.yaml -o "$name"; echo last; } >all
    expect_equal "the file that $name is" "$(sed -n '1p;$p' all | xargs)" "first last"
    expect_equal "its lines" "$(wc -l <all)" 5
    expect_equal "the pipe that $name is" "$("$GIMLET" manifest template -f m.yaml -o "$name" | tail -1)" "kind: ConfigMap"
  done
  expect_equal "standard error" "$("$GIMLET" manifest template -f m.yaml -o /dev/stderr 2>&1 >/dev/null | tail -1)" "kind: ConfigMap"
  nothing_beside all m.yaml
}

case_a_descriptor_of_the_caller() {
  "$GIMLET" artifact create --repository a/b --sha 1 -o /dev/fd/7 7>seven
  is_artifact seven
  create >(cat >process)
  expect_code 0
  expect "the process got it" soon jq -e .id process
}

case_a_file_of_several_names() {
  echo old >one && ln one two
  create one
  expect_code 0
  is_artifact two
  expect_equal "names" "$(stat -c %h one)" 2
}

case_what_may_not_be_written() {
  create .
  expect_code 1
  expect_err 'cannot write \.: Is a directory'
  create nowhere/file
  expect_code 3
  expect_err 'cannot write nowhere/file'
  create "$(printf 'x%.0s' {1..250})"  # no name is left for a draft beside it
  expect_code 0
  create "$(printf 'x%.0s' {1..300})"
  expect_code 1
  expect_err 'File name too long'
  # A full disk leaves what was there.
  create full && before=$(cat full)
  (ulimit -f 0; trap '' XFSZ; "$GIMLET" artifact create --repository a/b --sha 2 -o full 2>/dev/null)
  expect_equal "the exit code" "$?" 1
  expect_equal "the file" "$(cat full)" "$before"
  expect_equal "drafts" "$(find . -name 'full?*')" ""
}

case_as_another_user() {
  [ "$(id -u)" = 0 ] || skip "another user is needed"
  as_nobody() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
  chmod 755 "$SUITE_DIR" "$WORK"
  mkdir closed && echo old >closed/file && echo mine >closed/mine && chmod 666 closed/file && chmod 644 closed/mine
  cp "$GIMLET" program
  as_nobody ./program artifact create --repository a/b --sha 1 -o closed/file
  is_artifact closed/file
  expect_equal "the folder" "$(ls closed)" "file
mine"
  expect_not "a file of root was written" as_nobody ./program artifact create --repository a/b --sha 1 -o closed/mine
  expect_equal "root's file" "$(cat closed/mine)" mine
  # And root leaves a user's file with its owner.
  echo old >users && chown 65534:65534 users && chmod 640 users
  create users
  expect_equal "the owner and the mode" "$(stat -c '%u:%g %a' users)" "65534:65534 640"
}

# A file that is a mount takes no other's name.
case_a_mounted_file() {
  echo old >below && touch mounted
  mount --bind below mounted 2>/dev/null || skip "nothing may be mounted"
  create mounted
  expect_code 0
  is_artifact mounted
  is_artifact below
  umount mounted
  nothing_beside below mounted
}

case_output_dir() {
  manifest
  mkdir real && ln -s real link && mkdir -p real/staging/web && echo old >real/target && ln -s ../../target real/staging/web/manifest.yaml
  run manifest template -f m.yaml --output-dir link
  expect_code 0
  expect_out '^link/staging/web/manifest.yaml$'
  expect_equal "the target" "$(cat real/target)" "kind: ConfigMap"
  expect "the links are links" test -L link -a -L real/staging/web/manifest.yaml
  mkfifo fifo && ln -sf "$WORK/fifo" real/staging/web/manifest.yaml
  timeout 10 cat fifo >got &
  reader=$!
  run manifest template -f m.yaml --output-dir real
  expect_code 0
  wait "$reader"
  expect_equal "what came" "$(cat got)" "kind: ConfigMap"
  run manifest template -f m.yaml --output-dir /dev/null
  expect_code 1
  expect_err 'Not a directory'
  expect "the device is one" test -c /dev/null
}

case_chart_pull() {
  . "$E2E_DIR/http_lib.sh"
  serve_shop
  mkdir into && echo old >target && ln -s ../target into/shop-1.0.0.tgz
  run chart pull shop --repo "$web/repo" --version 1.0.0 -d into
  expect_code 0
  expect "the link is a link" test -L into/shop-1.0.0.tgz
  expect "the archive" cmp target "$WEB/root/repo/shop-1.0.0.tgz"
}

run_cases "$@"

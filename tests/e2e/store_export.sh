#!/usr/bin/env bash
# store export: whole, private, off the store itself, and at an end in a damaged one.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/store_lib.sh"

case_export_and_import() {
  three
  run store export lines.jsonl
  expect_code 0
  expect_equal "lines" "$(wc -l <lines.jsonl)" 6
  expect "each line is JSON" jq -e . lines.jsonl
  run store export
  expect_equal "the same on stdout" "$out" "$(cat lines.jsonl)"
  run --store new.mdb store import lines.jsonl -o json
  expect_code 0
  expect_json '"\(.artifacts) \(.events) \(.unchanged)"' "3 3 0"
  run --store new.mdb store import lines.jsonl -o json
  expect_json '"\(.changed) \(.unchanged)"' "false 6"
  run --store new.mdb artifact list -o json
  from_new=$out
  run artifact list -o json
  expect_equal "the lists" "$from_new" "$out"
  head -2 lines.jsonl >broken.jsonl && echo '{"artifact": ' >>broken.jsonl
  run --store broken.mdb store import broken.jsonl
  expect_code 4
  expect_err 'broken\.jsonl:3'
  run --store broken.mdb artifact list -o json
  expect_json length 2
}

case_an_export_is_private_and_whole() {
  three
  (umask 022 && run store export lines.jsonl)
  expect_equal "the mode" "$(stat -c %a lines.jsonl)" 600
  chmod 644 lines.jsonl && ln -s lines.jsonl link
  run store export link
  expect_code 0
  expect "the link is a link" test -L link
  expect_equal "the mode" "$(stat -c %a lines.jsonl)" 600
  before=$(cat lines.jsonl)
  (ulimit -f 0; trap '' XFSZ; "$GIMLET" store export lines.jsonl 2>/dev/null)
  expect_equal "the exit code" "$?" 1
  expect_equal "the last good export" "$(cat lines.jsonl)" "$before"
  expect_equal "what lies beside it" "$(find . -maxdepth 1 -name 'lines*')" ./lines.jsonl
  run store export nowhere/lines.jsonl
  expect_code 3
  run store export /dev/null
  expect_code 0
  expect "the device is one" test -c /dev/null
  run store export /dev/full
  expect_code 1
  expect_err 'No space left on device'
  run store export /dev/stdout
  expect_equal "standard output" "$out" "$before"
  mkfifo fifo
  timeout 10 cat fifo >got &
  run store export fifo
  wait $!
  expect_equal "through a fifo" "$(cat got)" "$before"
  expect "the fifo is one" test -p fifo
}

case_an_export_never_goes_onto_the_store() {
  three
  file=$(store)
  ln -s "$file" link
  ln -s "$file-events" claims
  run artifact list -o json
  before=$out
  for target in "$file" "$XDG_DATA_HOME/../data/gimlet/./store.mdb" link "$file-lock" "$file-events" claims; do
    rm -f "$file-events"
    run store export "$target"
    expect_code 2
    expect_err 'is a file of the store itself'
    run store backup "$target"
    expect_code 2
  done
  run artifact list -o json
  expect_equal "the store" "$out" "$before"
  run store check
  expect_code 0
}

# Two pages in each other's place: the walk over the records went round in circles.
case_swapped_pages() {
  for i in {1..40}; do record "o/r-$i" '{"id": "o/r-'"$i"'", "version": {"repositoryName": "o/r", "sha": "1", "message": "'"$(printf 'm%.0s' $(seq $((i * 40))))"'"}}'; done >lines
  run --store whole.mdb store import lines
  expect_code 0
  whole=$("$GIMLET" --store whole.mdb store export - | wc -c)
  pages=$(($(stat -c %s whole.mdb) / 4096))
  page() { dd if=whole.mdb bs=4096 skip="$1" count=1 status=none; }
  seed_random
  for ((i = 0; i < 60; ++i)); do
    a=$((2 + RANDOM % (pages - 2))) b=$((2 + RANDOM % (pages - 2)))
    [ $i -gt 0 ] || a=2 b=3  # the root, and what it was before
    cp whole.mdb bad.mdb
    page $a | dd of=bad.mdb bs=4096 seek=$b conv=notrunc status=none
    page $b | dd of=bad.mdb bs=4096 seek=$a conv=notrunc status=none
    got=$(timeout 10 "$GIMLET" --store bad.mdb store export - 2>err | head -c $((whole + 1)) | wc -c; exit "${PIPESTATUS[0]}")
    status=$?
    [ $status = 0 ] || [ $status = 4 ] || fail "pages $a and $b swapped: exit $status, $(cat err)"
    [ "$got" -le "$whole" ] || fail "pages $a and $b swapped: more was exported than there is"
    [ $status != 0 ] || [ "$got" = "$whole" ] || fail "pages $a and $b swapped: exit 0 for an export of $got bytes of $whole"
  done
  pass
}

run_cases "$@"

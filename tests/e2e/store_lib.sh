# shellcheck shell=bash
# What the suites of the store share.

store() { echo "$XDG_DATA_HOME/gimlet/store.mdb"; }

# three: a store with three artifacts.
three() {
  local i
  for i in 1 2 3; do
    artifact a.json web "$i"
    run artifact push -f a.json --no-release
  done
}

# record ID [BODY]: a line of an export.
record() {
  local body='{"id": "'$1'", "version": {"repositoryName": "o/r", "sha": "1"}}'
  printf '{"artifact": {"id": "%s", "created": 1700000000, "body": %s}}\n' "$1" "${2:-$body}"
}

# shellcheck shell=bash
# What every end-to-end suite sources. The program under test is $GIMLET.
#
# A suite is a list of cases: functions whose names begin with case_. Its last line is run_cases "$@", which runs them in the
# order they stand in the file, each in a subshell and in an empty folder, $WORK, that is also where it starts; its HOME, XDG
# folders, git configuration and store are in there, and nothing of the machine leaks in. What stands outside of cases is run
# once, before them, in a folder of its own: servers, charts and other things that no case changes.
#
#   bash rollback.sh                    all cases
#   bash rollback.sh by_artifact …      these alone (GIMLET_CASE does the same)
#   GIMLET_KEEP=1 bash rollback.sh      keeps the folders; that of a failed case is always kept
#   GIMLET_TEST_SEED=7 bash kill.sh     the same random numbers again; a suite that draws some prints its seed
#
# A check that fails says in which suite, case and line, what ran last and what that printed, and the case goes on. A case
# that checks nothing, or that does not come to its end, has failed.
set -u -o pipefail

: "${GIMLET:?the path of the program}"
GIMLET=$(realpath "$GIMLET")
E2E_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DATA_DIR=$(cd "$E2E_DIR/../data" && pwd)
export DATA_DIR
SUITE_FILE=$(realpath "$0")
SUITE=$(basename "$0" .sh)
SUITE_DIR=$(mktemp -d "${TMPDIR:-/tmp}/gimlet-$SUITE.XXXXXX")
CASE='' checks=0 failures=0 skipped='' pids=()
cases_run=0 checks_made=0 cases_failed=0

ours='GIMLET_|GIT_|XDG_|CI_|GITHUB_|GITLAB_|CIRCLE|BITBUCKET_|TF_BUILD|BUILD_|SYSTEM_|DRONE|BUILDKITE|JENKINS_|HUDSON_|JOB_|CHANGE_|ROOT_BUILD_|(BRANCH|TAG)_NAME$'
for name in $(compgen -e | grep -E "^($ours)"); do
  case $name in GIMLET_KEEP | GIMLET_CASE | GIMLET_ACCEPT | GIMLET_TEST_SEED) declare +x "$name" ;; *) unset "$name" ;; esac
done
unset CI NO_COLOR SSH_AUTH_SOCK
export GIT_CONFIG_SYSTEM=/dev/null LC_ALL=C.UTF-8 TZ=UTC TERM=xterm

# enter FOLDER: makes it, and everything in the environment that names a folder leads there.
enter() {
  WORK=$1
  export HOME=$WORK/home XDG_DATA_HOME=$WORK/data XDG_CONFIG_HOME=$WORK/config XDG_CACHE_HOME=$WORK/cache
  export GIT_CONFIG_GLOBAL=$WORK/gitconfig
  mkdir -p "$HOME"
  printf '[user]\nname = Test User\nemail = test@example.com\n[init]\ndefaultBranch = main\n[protocol "file"]\nallow = always\n' \
    >"$GIT_CONFIG_GLOBAL"
  cd "$WORK" || exit 1
}

stop_processes() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
}

remove_folder() {
  chmod -R u+rwX "$1" 2>/dev/null
  rm -rf "$1"
}

finish_suite() {
  local status=$?
  stop_processes
  cd /
  [ "$cases_run" -gt 0 ] || { echo "$SUITE: no case was run"; status=1; }
  # Checks outside of cases count as well.
  checks_made=$((checks_made + checks)) cases_failed=$((cases_failed + (failures > 0)))
  echo "$SUITE: $cases_run cases, $checks_made checks, $cases_failed cases failed"
  if [ "$cases_failed" -gt 0 ] || [ -n "${GIMLET_KEEP:-}" ]; then echo "kept: $SUITE_DIR"; else remove_folder "$SUITE_DIR"; fi
  [ "$cases_failed" -eq 0 ] || status=1
  exit "$status"
}
trap finish_suite EXIT

finish_case() {
  stop_processes
  cd /
  if [ "$ended" = no ] && [ -z "$skipped" ]; then fail "the case ended before its last line"; fi
  if [ "$checks" -eq 0 ] && [ -z "$skipped" ]; then fail "nothing was checked"; fi
  echo "$checks $failures" >"$SUITE_DIR/counts"
}

# run_case NAME: adds what it counted to the suite's numbers.
run_case() {
  rm -f "$SUITE_DIR/counts"
  CASE=$1
  (
    checks=0 failures=0 pids=() ended=no
    trap finish_case EXIT
    enter "$SUITE_DIR/$1"
    "case_$1"
    ended=yes
  )
  read -r checks failures <"$SUITE_DIR/counts" || { echo "FAILED: $SUITE/$1: it was killed"; checks=0 failures=1; }
  cases_run=$((cases_run + 1)) checks_made=$((checks_made + checks))
  if [ "$failures" -gt 0 ]; then
    cases_failed=$((cases_failed + 1))
  elif [ -z "${GIMLET_KEEP:-}" ]; then
    remove_folder "$SUITE_DIR/$1"
  fi
  CASE='' checks=0 failures=0
}

# run_cases [NAME…]: all cases of the suite, or these. The last line of every suite.
run_cases() {
  local name wanted=("$@")
  if [ $# -eq 0 ]; then
    mapfile -t wanted < <(grep -oE '^case_[a-z0-9_]+' "$SUITE_FILE" | sed 's/^case_//')
    [ -z "${GIMLET_CASE:-}" ] || wanted=("$GIMLET_CASE")
  fi
  for name in "${wanted[@]}"; do
    if declare -F "case_$name" >/dev/null; then run_case "$name"; else echo "$SUITE has no case \"$name\""; exit 2; fi
  done
}

# skip REASON: ends the case, which cannot run on this machine.
skip() {
  echo "left out: $SUITE/$CASE: $*"
  skipped=yes
  exit
}

# seed_random: $RANDOM and random_bytes give from here on what the seed says, which is printed.
seed_random() {
  GIMLET_TEST_SEED=${GIMLET_TEST_SEED:-$(($(date +%N | sed 's/^0*//;s/^$/0/') % 32768))}
  RANDOM=$GIMLET_TEST_SEED
  echo "$SUITE/$CASE: GIMLET_TEST_SEED=$GIMLET_TEST_SEED"
}
random_bytes() { openssl enc -aes-128-ctr -nosalt -pbkdf2 -pass "pass:$GIMLET_TEST_SEED" </dev/zero 2>/dev/null | head -c "$1"; }

# run ARGS…: the program's output in $out and $err, its exit code in $code.
run() {
  printf -v command_line ' %q' "$@"
  "$GIMLET" "$@" >"$WORK/.out" 2>"$WORK/.err" </dev/null
  code=$?
  out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
}

# The lines of the suite that led to a check, outermost first.
where() {
  local i lines=''
  for ((i = 1; i < ${#FUNCNAME[@]} - 1; ++i)); do
    [ "${BASH_SOURCE[i + 1]}" != "$0" ] || lines="${BASH_LINENO[i]}${lines:+ > $lines}"
    [[ ${FUNCNAME[i + 1]} != case_* ]] || break
  done
  echo "$lines"
}

pass() { checks=$((checks + 1)); }
fail() {
  checks=$((checks + 1)) failures=$((failures + 1))
  echo "FAILED: $SUITE/$CASE, line $(where): $*"
  printf '  after: gimlet%s -> %s\n' "${command_line:-}" "${code:-}"
  printf '  stdout: %s\n  stderr: %s\n' "${out:-}" "${err:-}" | head -c 3000
}

expect_code() { if [ "$code" = "$1" ]; then pass; else fail "exit code $code, expected $1"; fi; }
expect_out() { if grep -qE -- "$1" <<<"$out"; then pass; else fail "stdout lacks: $1"; fi; }
expect_no_out() { if grep -qE -- "$1" <<<"$out"; then fail "stdout has: $1"; else pass; fi; }
expect_err() { if grep -qE -- "$1" <<<"$err"; then pass; else fail "stderr lacks: $1"; fi; }
expect_no_err() { if grep -qE -- "$1" <<<"$err"; then fail "stderr has: $1"; else pass; fi; }
# expect_json FILTER EXPECTED: jq -r's output on stdout.
expect_json() {
  local got
  got=$(jq -r "$1" <<<"$out" 2>&1)
  if [ "$got" = "$2" ]; then pass; else fail "$1 is \"$got\", expected \"$2\""; fi
}
# expect_equal WHAT GOT EXPECTED
expect_equal() { if [ "$2" = "$3" ]; then pass; else fail "$1 is \"$2\", expected \"$3\""; fi; }
# expect DESCRIPTION COMMAND…: the command succeeds.
expect() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then pass; else fail "not so: $what"; fi
}
expect_not() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then fail "$what"; else pass; fi
}
# expect_golden FILE TEXT: it is what the file in the tree holds. GIMLET_ACCEPT=1 writes the file.
expect_golden() {
  if [ -n "${GIMLET_ACCEPT:-}" ]; then printf '%s\n' "$2" >"$1"; fi
  if difference=$(diff "$1" - <<<"$2"); then pass; else fail "it is not what ${1#"$E2E_DIR/"} says"$'\n'"$difference"; fi
}

# soon COMMAND…: it succeeds, now or within five seconds. For what a process that was left behind may still be busy with.
soon() {
  local i
  for ((i = 0; i < 50; ++i)); do
    "$@" && return
    sleep 0.1
  done
  return 1
}

# A bare remote at $WORK/remote.git and a clone at $WORK/gitops, which GIMLET_GITOPS_REPO names. They are copies of a pair
# that the first call in the suite makes.
make_gitops() {
  local pair=$SUITE_DIR/gitops-pair
  if [ ! -d "$pair" ]; then
    mkdir "$pair"
    git init -q --template= --bare "$pair/remote.git"
    git clone -q --template= "$pair/remote.git" "$pair/gitops" 2>/dev/null
    GIT_AUTHOR_DATE=2024-01-01T00:00:00Z GIT_COMMITTER_DATE=2024-01-01T00:00:00Z \
      git -C "$pair/gitops" commit -q --allow-empty -m "Start"
    git -C "$pair/gitops" push -q origin HEAD 2>/dev/null
    mkdir "$pair/remote.git/hooks"
  fi
  cp -r "$pair/remote.git" "$pair/gitops" "$WORK/"
  git -C "$WORK/gitops" remote set-url origin "$WORK/remote.git"
  export GIMLET_GITOPS_REPO=$WORK/gitops
}

remote_tip() { git -C "$WORK/remote.git" rev-parse main; }
remote_file() { git -C "$WORK/remote.git" show "main:$1"; }
# remote_log FORMAT [ARGS…]: git log's line about the newest commit of the remote, or of some of its paths.
remote_log() { git -C "$WORK/remote.git" log -1 --format="$1" main "${@:2}"; }
remote_trailer() { remote_log "%(trailers:key=$1,valueonly)" | head -1; }
# remote_hook TEXT: the lines of the remote's pre-receive hook.
remote_hook() {
  printf '#!/bin/sh\n%s\n' "$1" >"$WORK/remote.git/hooks/pre-receive"
  chmod +x "$WORK/remote.git/hooks/pre-receive"
}
# remote_that_moves: whenever somebody pushes, the remote's branch has just moved.
remote_that_moves() {
  # shellcheck disable=SC2016  # the hook's own commands
  remote_hook 'unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
git update-ref refs/heads/main "$(git commit-tree -m Moved -p main "main^{tree}")"'
}
# commit_by_hand MESSAGE [CLONE]: commits everything in a clone, and pushes.
commit_by_hand() {
  local clone=${2:-$WORK/gitops}
  git -C "$clone" add -A && git -C "$clone" commit -q --allow-empty -m "$1" && git -C "$clone" push -q 2>/dev/null
}
# expect_version ENV/APP VERSION: what the remote's branch holds of an app, whose manifest is that of `artifact`.
expect_version() { expect_equal "the version of $1" "$(remote_file "$1/manifest.yaml" | grep version:)" "  version: \"$2\""; }

# artifact FILE APP VERSION [ENVIRONMENTS-JSON]: an artifact whose manifests are raw text. By default staging is released
# by policy (push on main) and production by hand.
artifact() {
  local file=$1 app=$2 version=$3 sha
  sha=$(printf '%s %s' "$app" "$version" | sha1sum | cut -c1-40)
  local text='apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .APP }}\ndata:\n  version: \"'$version'\"\n  sha: {{ .SHA }}\n'
  local environments=${4:-"[
    {\"app\": \"$app\", \"env\": \"staging\", \"namespace\": \"staging\", \"deploy\": {\"event\": \"push\", \"branch\": \"main\"}, \"manifests\": \"$text\"},
    {\"app\": \"$app\", \"env\": \"production\", \"namespace\": \"production\", \"manifests\": \"$text\"}]"}
  cat >"$file" <<JSON
{"id": "mycompany/$app-$version", "version": {"repositoryName": "mycompany/$app", "sha": "$sha", "created": 1646363167,
 "branch": "main", "event": "push", "authorName": "Jane Doe", "authorEmail": "jane@example.com",
 "committerName": "Jane Doe", "committerEmail": "jane@example.com", "message": "Version $version of $app", "url": "https://example.com"},
 "context": {"SHA": "$sha", "BRANCH": "main"}, "environments": $environments, "items": [{"name": "CI", "url": "https://ci.example.com/1"}]}
JSON
}

# push APP VERSION [ENVIRONMENTS-JSON]: an artifact made and pushed; its id is mycompany/APP-VERSION.
push() {
  artifact "$WORK/$1-$2.json" "$@"
  run artifact push -f "$WORK/$1-$2.json" -o json
}

enter "$SUITE_DIR/suite"

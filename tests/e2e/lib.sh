# shellcheck shell=bash
# What every end-to-end suite sources: a folder of its own, an environment that nothing of the machine leaks into, and
# checks that print what they saw when they fail. The program under test is $GIMLET.
set -u -o pipefail

GIMLET=$(realpath "${GIMLET:?the path of the program}")
E2E_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DATA_DIR=$(cd "$E2E_DIR/../data" && pwd)
export DATA_DIR
WORK=$(mktemp -d "${TMPDIR:-/tmp}/gimlet-e2e.XXXXXX")
checks=0 failures=0 pids=()

for name in $(compgen -e | grep -E '^(GIMLET_|GITHUB_|CI_|GITLAB_|CIRCLE|GIT_|BUILDKITE|DRONE|XDG_|CHANGE_)'); do unset "$name"; done
unset CI NO_COLOR SSH_AUTH_SOCK
export HOME=$WORK/home XDG_DATA_HOME=$WORK/data XDG_CONFIG_HOME=$WORK/config XDG_CACHE_HOME=$WORK/cache
export GIT_CONFIG_GLOBAL=$WORK/gitconfig GIT_CONFIG_SYSTEM=/dev/null LC_ALL=C.UTF-8 TZ=UTC TERM=xterm
mkdir -p "$HOME"
git config --global user.name "Test User"
git config --global user.email test@example.com
git config --global init.defaultBranch main
git config --global protocol.file.allow always
cd "$WORK" || exit 1

finish() {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done
  cd /
  echo "$checks checks, $failures failed"
  if [ "$failures" -gt 0 ] || [ -n "${GIMLET_KEEP:-}" ]; then
    echo "kept: $WORK"
  else
    chmod -R u+rwX "$WORK" 2>/dev/null
    rm -rf "$WORK"
  fi
  # Without an exit of its own, a trap leaves the status of the suite's last command.
  if [ "$failures" -gt 0 ] || [ "$checks" -eq 0 ]; then exit 1; fi
}
trap finish EXIT

# run ARGS…: the program's output in $out and $err, its exit code in $code.
run() {
  command_line="gimlet $*"
  "$GIMLET" "$@" >"$WORK/.out" 2>"$WORK/.err" </dev/null
  code=$?
  out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
}

pass() { checks=$((checks + 1)); }
fail() {
  checks=$((checks + 1)) failures=$((failures + 1))
  echo "FAILED: $* (line ${BASH_LINENO[1]})"
  printf '  after: %s -> %s\n' "${command_line:-}" "${code:-}"
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
  if "$@" >/dev/null 2>&1; then pass; else fail "$what"; fi
}
expect_not() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then fail "$what"; else pass; fi
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

# A bare remote at $WORK/remote.git and a clone at $WORK/gitops, which GIMLET_GITOPS_REPO names.
make_gitops() {
  git init -q --bare "$WORK/remote.git"
  git clone -q "$WORK/remote.git" "$WORK/gitops" 2>/dev/null
  git -C "$WORK/gitops" commit -q --allow-empty -m "Start"
  git -C "$WORK/gitops" push -q origin HEAD 2>/dev/null
  export GIMLET_GITOPS_REPO=$WORK/gitops
}

remote_tip() { git -C "$WORK/remote.git" rev-parse main; }
remote_file() { git -C "$WORK/remote.git" show "main:$1"; }

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

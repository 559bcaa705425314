#!/usr/bin/env bash
# A release and a rollback on a throw-away GitOps repository: what `./dev demo` shows.
# usage: demo.sh PATH-TO-GIMLET [EMULATOR]
set -euo pipefail
gimlet=$(realpath "$1")
emulator=${2:-}
artifact=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../tests/data/artifacts/frontend.json")
work=$(mktemp -d "${TMPDIR:-/tmp}/gimlet-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT

export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_SYSTEM=/dev/null
git config --global user.name "Demo User"
git config --global user.email demo@example.com
git config --global init.defaultBranch main
export XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache
unset GITHUB_ACTIONS GITLAB_CI CIRCLECI GITHUB_ACTOR GITLAB_USER_LOGIN CIRCLE_USERNAME
export GIMLET_GITOPS_REPO=$work/gitops

if [ -t 1 ]; then bold=$'\e[1m' reset=$'\e[0m'; else bold='' reset=''; fi
say() { printf '\n%s# %s%s\n' "$bold" "$*" "$reset"; }
show() {
  printf '%s$ %s%s\n' "$bold" "$*" "$reset"
  "$@"
}
gimlet() { ${emulator:+"$emulator"} "$gimlet" "$@"; }

say "A GitOps repository: a bare remote, and a clone of it"
git init -q --bare "$work/remote.git"
git clone -q "$work/remote.git" "$work/gitops" 2>/dev/null
git -C "$work/gitops" commit -q --allow-empty -m "Start"
git -C "$work/gitops" push -q origin HEAD

say "CI pushes three versions; the staging manifest's deploy policy releases each"
versions=(deae5dbaf237766240181fa397e923d3c5253112 5f3ac1e0a4b1c5d6e7f8091a2b3c4d5e6f708192 9b1d7c4e2f3a5b6c7d8e9f0a1b2c3d4e5f607182)
for i in 0 1 2; do
  sed -e '/^ *"id":/d' -e "s/deae5dbaf237766240181fa397e923d3c5253112/${versions[$i]}/g" -e "s/A first version of/Version $((i + 1)) of/" \
    "$artifact" >"$work/artifact-$((i + 1)).json"
  show gimlet artifact push -f "$work/artifact-$((i + 1)).json"
done
mapfile -t ids < <(gimlet artifact list -o json | sed -n 's/^ *"id": "\(.*\)",$/\1/p')
first=${ids[2]} third=${ids[0]}

say "What is stored, the newest last"
show gimlet artifact list

say "Production takes no automatic releases: the first and the third version are released by hand"
show gimlet release --env production --artifact "$first"
show gimlet release --env production --artifact "$third"
show gimlet release status

say "The third version is no good: production goes back to the first"
show gimlet rollback --env production --app frontend --to "$first" --diff
show gimlet release list --env production

if command -v helm >/dev/null; then
  say "helm is here: a chart is released too"
  mkdir -p "$work/chart/templates"
  printf 'apiVersion: v2\nname: hello\nversion: 0.1.0\n' >"$work/chart/Chart.yaml"
  # shellcheck disable=SC2016  # the braces are Helm's
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  greeting: {{ .Values.greeting }}\n' \
    >"$work/chart/templates/configmap.yaml"
  cat >"$work/chart.json" <<JSON
{"version": {"repositoryName": "mycompany/hello", "sha": "${versions[0]}", "event": "push", "branch": "main"},
 "context": {"SHA": "${versions[0]}"},
 "environments": [{"app": "hello", "env": "staging", "namespace": "staging", "deploy": {"event": "push"},
                   "chart": {"name": "$work/chart"}, "values": {"greeting": "from {{ .SHA }}"}}]}
JSON
  show gimlet artifact push -f "$work/chart.json"
fi

say "All of it is in the remote's history"
show git -C "$work/remote.git" log --oneline --reverse main
show git -C "$work/remote.git" ls-tree -r --name-only main

cat <<TEXT

${bold}Try next${reset}
  build/dev/app/gimlet artifact create            in a checkout of yours: an artifact from what git knows
  build/dev/app/gimlet artifact add -f artifact.json --env-file .gimlet/staging.yaml
  build/dev/app/gimlet --gitops-repo PATH artifact push -f artifact.json --dry-run --diff
  build/dev/app/gimlet doctor
  README.md                                        a first release by hand, step by step
TEXT

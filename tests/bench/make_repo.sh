#!/bin/sh
# A bare GitOps repository for the benchmarks, made by git fast-import: ENVS environments env-0, env-1, … of APPS
# applications app-0, app-1, … each, with five manifests and a release.json apiece: one commit that brings each
# environment, then 300 releases. The same arguments give the same commits.
#   make_repo.sh APPS-PER-ENV ENVS PATH
set -eu
apps=$1 envs=$2 path=$3
git init -q --bare -b main "$path"
awk -v apps="$apps" -v envs="$envs" '
function put(name, text) { printf "M 100644 inline %s\ndata %d\n%s\n", name, length(text), text }
function commit(text) {
  printf "commit refs/heads/main\ncommitter Bench <bench@example.com> %d +0000\n", 1600000000 + commits++ * 60
  printf "data %d\n%s\n", length(text), text
}
function release(env, app, version,   folder, record, i) {
  folder = "env-" env "/app-" app
  record = "{\"app\":\"app-" app "\",\"env\":\"env-" env "\",\"artifactId\":\"org/app-" app "-" version "\",\"triggeredBy\":\"policy\",\"version\":{\"repositoryName\":\"org/app-" app "\",\"sha\":\"" version "\"},\"gitopsRef\":\"\",\"gitopsRepo\":\"\"}\n"
  for (i = 1; i <= kinds; i++)
    put(folder "/" kind[i] ".yaml", "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app-" app "-" kind[i] "\n  labels:\n    env: env-" env "\ndata:\n  version: \"" version "\"\n")
  put(folder "/release.json", record)
  put("env-" env "/release.json", record)
}
BEGIN {
  kinds = split("deployment service ingress configmap serviceaccount", kind, " ")
  for (env = 0; env < envs; env++) {
    commit("Bring env-" env "\n")
    for (app = 0; app < apps; app++) release(env, app, 1)
  }
  for (n = 0; n < 300; n++) {
    commit("[Gimlet] env-" (n % envs) "/app-" ((n * 7) % apps) " automated deploy\n")
    release(n % envs, (n * 7) % apps, n + 2)
  }
  print "done"
}' | git -C "$path" -c core.compression=1 fast-import --quiet --done --force
git -C "$path" repack -a -d -q --window=10 --depth=50
git -C "$path" pack-refs --all

#!/usr/bin/env bash
# Conventions of the GitOps repository: an environment's variables, and a repository that is one environment.
. "$(dirname "$0")/lib.sh"
make_gitops

mkdir -p gitops/staging/.gimlet
printf 'REPLICAS=3\nBRANCH="from the repository"\n' >gitops/staging/.gimlet/vars
git -C gitops add -A && git -C gitops commit -qm "Variables" && git -C gitops push -q 2>/dev/null
push vars 1 '[{"app": "vars", "env": "staging", "deploy": {"event": "push"}, "manifests": "r: {{ .REPLICAS }}\nb: {{ .BRANCH }}\na: {{ .APP }}"}]'
expect_code 0
expect_equal "the repository's variables win" "$(remote_file staging/vars/manifest.yaml | tr '\n' ' ')" "r: 3 b: from the repository a: vars "
run release status --env staging -o json
expect_json 'keys | join(" ")' vars
expect "the variables are still there" remote_file staging/.gimlet/vars

mkdir -p gitops/.gimlet
printf 'layout:\n  repositoryPerEnv: true\n  env: production\n' >gitops/.gimlet/config.yaml
git -C gitops rm -rq staging && git -C gitops add -A && git -C gitops commit -qm "One environment" && git -C gitops push -q 2>/dev/null
push web 1 '[{"app": "web", "env": "production", "deploy": {"event": "push"}, "manifests": "v: 1"}]'
expect_code 0
expect_equal "the files" "$(git -C remote.git ls-tree -r --name-only main | grep -v '^\.' | tr '\n' ' ')" "release.json web/manifest.yaml web/release.json "
push web 2 '[{"app": "web", "env": "production", "deploy": {"event": "push"}, "manifests": "v: 2"}]'
run release list --app web -o json
expect_json 'map("\(.env)/\(.app) \(.artifactId)") | join(", ")' "production/web mycompany/web-2, production/web mycompany/web-1"
run rollback --env production --app web --previous
expect_code 0
expect_equal "rolled back" "$(remote_file web/manifest.yaml)" "v: 1"
run release status -o json
expect_json '.production.web.artifactId' mycompany/web-1
push web 3 '[{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "v: 3"}]'
expect_code 3
expect_err 'is that of the environment "production"'

printf 'layout:\n  repositoryPerEnv: perhaps\n' >gitops/.gimlet/config.yaml
git -C gitops commit -qam "Broken" && git -C gitops push -q 2>/dev/null
run release status
expect_code 4
expect_err '/layout/repositoryPerEnv'

#!/usr/bin/env bash
# Conventions of the GitOps repository: an environment's variables, and a repository that is one environment.
. "$(dirname "$0")/lib.sh"

case_variables_of_an_environment() {
  make_gitops
  mkdir -p gitops/staging/.gimlet
  printf 'REPLICAS=3\nBRANCH="from the repository"\n' >gitops/staging/.gimlet/vars
  commit_by_hand "Variables"
  push vars 1 '[{"app": "vars", "env": "staging", "deploy": {"event": "push"}, "manifests": "r: {{ .REPLICAS }}\nb: {{ .BRANCH }}\na: {{ .APP }}"}]'
  expect_code 0
  expect_equal "the repository's variables win" "$(remote_file staging/vars/manifest.yaml | tr '\n' ' ')" "r: 3 b: from the repository a: vars "
  run release status --env staging -o json
  expect_json 'keys | join(" ")' vars
  expect "the variables are still there" remote_file staging/.gimlet/vars
}

# As godotenv does, with which Gimlet reads the file.
case_variables_that_name_others() {
  make_gitops
  mkdir -p gitops/staging/.gimlet
  cat >gitops/staging/.gimlet/vars <<'VARS'
DOMAIN=staging.example.com
HOST="web.${DOMAIN}"
URL=https://$HOST/a
KEPT='${DOMAIN}'
ESCAPED=\$DOMAIN
GONE=[${NOT_THERE}]
VARS
  commit_by_hand "Variables"
  NOT_THERE=of-the-shell push web 1 '[{"app": "web", "env": "staging", "deploy": {"event": "push"},
    "manifests": "u: {{ .URL }}\nk: {{ .KEPT }}\ne: {{ .ESCAPED }}\ng: \"{{ .GONE }}\""}]'
  expect_code 0
  expect_equal "the variables" "$(remote_file staging/web/manifest.yaml | tr '\n' ' ')" \
    "u: https://web.staging.example.com/a k: \${DOMAIN} e: \$DOMAIN g: \"[]\" "
}

# kustomization ENV APP [FIELD]: the app's Flux Kustomization on the remote, or one field's value.
kustomization() { remote_file "$1flux/kustomization-$2.yaml" | if [ -z "${3:-}" ]; then cat; else sed -n "s/^ *$3: //p" | head -1; fi; }

case_a_kustomization_for_each_app() {
  make_gitops
  mkdir -p gitops/.gimlet gitops/staging/flux
  printf 'layout:\n  kustomizationPerApp: true\n' >gitops/.gimlet/config.yaml
  printf -- '---\nkind: Kustomization\nmetadata: {name: not-this}\n---\nkind: GitRepository\nmetadata:\n  name: acme-infra\n' \
    >gitops/staging/flux/gitops-repo-acme-infra.yaml
  commit_by_hand "Layout"
  push web 1
  expect_code 0
  expect_equal "the kustomization" "$(kustomization staging/ web)" "---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: $(basename "$WORK" | tr '[:upper:]_' '[:lower:]-' | cut -c1-10)-remote-staging-staging-web
  namespace: flux-system
spec:
  interval: 24h0m0s
  path: ./staging/web
  prune: true
  sourceRef:
    kind: GitRepository
    name: acme-infra"
  expect_equal "one commit" "$(git -C remote.git rev-list --count main)" 3
  # Where no GitRepository is found, it is called as Gimlet would.
  run release --env production --artifact mycompany/web-1
  expect_equal "its source" "$(git -C remote.git show main:production/flux/kustomization-web.yaml | tail -1)" \
    "    name: $(basename "$WORK" | tr '[:upper:]_' '[:lower:]-' | cut -c1-10)-remote-production"
  # Flux's folder is no app.
  run release list -o json
  expect_json '[.[] | "\(.env)/\(.app) \(.kind)"] | join(", ")' "production/web release, staging/web release"
  run release status --env staging -o json
  expect_json 'keys | join(" ")' web
  # What somebody added to it stays.
  sed -i 's/prune: true/prune: false/' gitops/staging/flux/kustomization-web.yaml
  commit_by_hand "By hand"
  push web 2
  expect_equal "by hand" "$(kustomization staging/ web prune)" false
  run release --env staging --artifact mycompany/web-2 -o json
  expect_json .changed false
  # It goes with the app, and comes back with it.
  run release delete --env staging --app web
  expect_code 0
  expect_not "the kustomization is gone" remote_file staging/flux/kustomization-web.yaml
  expect "the others stay" remote_file staging/flux/gitops-repo-acme-infra.yaml
  run rollback --env staging --app web --to mycompany/web-2
  expect_code 0
  expect_equal "it is back" "$(kustomization staging/ web prune)" false
  # An app that was there before the setting gets one at its next release, though nothing else changed.
  git -C gitops rm -q staging/flux/kustomization-web.yaml
  commit_by_hand "Gone"
  run release --env staging --artifact mycompany/web-2 -o json
  expect_json '.results[0].status' released
  expect "it is there" remote_file staging/flux/kustomization-web.yaml
  # The folder's name is taken.
  push flux 1 '[{"app": "flux", "env": "staging", "deploy": {"event": "push"}, "manifests": "v: 1"}]'
  expect_code 4
  expect_err "staging/flux is Flux's own folder"
  # Files of somebody's own have one as well.
  echo 'kind: A' >a.yaml
  run gitops write -f a.yaml --env staging --app own
  expect_equal "its path" "$(kustomization staging/ own path)" ./staging/own
}

case_a_kustomization_in_a_repository_that_is_one_environment() {
  make_gitops
  mkdir -p gitops/.gimlet
  printf 'layout:\n  repositoryPerEnv: true\n  env: production\n  kustomizationPerApp: true\n' >gitops/.gimlet/config.yaml
  commit_by_hand "One environment"
  push web 1 '[{"app": "web", "env": "production", "namespace": "My_Team", "deploy": {"event": "push"}, "manifests": "v: 1"}]'
  expect_code 0
  expect_equal "its path" "$(kustomization "" web path)" ./web
  expect_equal "its name" "$(kustomization "" web name | grep -o 'remote-.*')" remote-my-team-web
  run release status -o json
  expect_json '.production | keys | join(" ")' web
  run release delete --env production --app web
  expect_not "the kustomization is gone" remote_file flux/kustomization-web.yaml
}

case_a_repository_that_is_one_environment() {
  make_gitops
  mkdir -p gitops/.gimlet
  printf 'layout:\n  repositoryPerEnv: true\n  env: production\n' >gitops/.gimlet/config.yaml
  commit_by_hand "One environment"
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
  # One for an environment that is elsewhere fails alone, when it is new and when it is pushed again.
  for time in once again; do
    push web 4 '[{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "v: 4"},
      {"app": "web", "env": "production", "deploy": {"event": "push"}, "manifests": "v: 4"}]'
    expect_code 3
    expect_json '[.results[].status] | join(" ")' "$([ "$time" = once ] && echo failed released || echo failed unchanged)"
    expect_equal "$time" "$(remote_file web/manifest.yaml)" "v: 4"
  done
}

case_a_configuration_that_is_wrong() {
  make_gitops
  mkdir gitops/.gimlet
  printf 'layout:\n  repositoryPerEnv: perhaps\n' >gitops/.gimlet/config.yaml
  commit_by_hand "Broken"
  run release status
  expect_code 4
  expect_err '/layout/repositoryPerEnv'
}

run_cases "$@"

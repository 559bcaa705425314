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

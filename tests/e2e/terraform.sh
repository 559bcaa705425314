#!/usr/bin/env bash
# Dependencies of kind terraform: files of their own beside the app's.
. "$(dirname "$0")/lib.sh"

environments='[{"app": "web", "env": "staging", "namespace": "team", "deploy": {"event": "push"}, "manifests": "a: 1",
  "dependencies": [{"name": "redis", "kind": "terraform", "spec": {
    "module": {"url": "https://github.com/gimlet-io/tfmodules?sha={{ .SHA }}&path=azure/redis", "secret": "git-key"},
    "values": {"name": "{{ .APP }}", "size": 2}, "secret": "azure"}}]}]'

case_a_dependency_has_its_file() {
  make_gitops
  push web 1 "$environments"
  expect_code 0
  sha=$(jq -r .version.sha web-1.json)
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | paste -sd' ')" \
    "dependency-redis.yaml manifest.yaml release.json"
  expect_equal "the resources" "$(remote_file staging/web/dependency-redis.yaml)" "---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: web-redis
  namespace: team
spec:
  interval: 24h0m0s
  ref:
    commit: $sha
  secretRef:
    name: git-key
  url: https://github.com/gimlet-io/tfmodules
---
apiVersion: infra.contrib.fluxcd.io/v1alpha2
kind: Terraform
metadata:
  name: web-redis
  namespace: team
spec:
  approvePlan: auto
  interval: 24h0m0s
  path: azure/redis
  sourceRef:
    kind: GitRepository
    name: web-redis
  vars:
  - name: name
    value: web
  - name: size
    value: 2
  varsFrom:
  - kind: Secret
    name: azure
  writeOutputsToSecret:
    name: web-redis-output"
}

# A dependency that goes takes its file along.
case_it_goes_with_the_dependency() {
  make_gitops
  push web 1 "$environments"
  push web 2 "$(jq 'del(.[0].dependencies)' <<<"$environments")"
  expect_code 0
  expect_equal "the files" "$(git -C remote.git ls-tree --name-only main:staging/web | paste -sd' ')" "manifest.yaml release.json"
}

# What cannot be written is an error by pointer, and nothing is.
case_what_cannot_be_written() {
  make_gitops
  push web 1 "$environments"
  tip=$(remote_tip)
  push web 3 "$(jq '.[0].dependencies[0].kind = "pulumi"' <<<"$environments")"
  expect_code 4
  expect_err 'kind "pulumi" are not known \(at /dependencies/0/kind\)'
  push web 4 "$(jq '.[0].dependencies[0].spec.module.url = "https://token@example.com/x"' <<<"$environments")"
  expect_code 4
  expect_err 'would be committed'
  expect_no_err 'token@'
  push web 5 "$(jq 'del(.[0].dependencies[0].spec.module)' <<<"$environments")"
  expect_code 4
  expect_err 'missing \(at /environments/0/dependencies/0/spec/module\)'
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

# The dependency alone is a manifest too.
case_a_dependency_alone() {
  jq '.[0] | del(.manifests, .deploy)' <<<"$environments" >alone.yaml
  run manifest template -f alone.yaml --var SHA=abc -o json
  expect_code 0
  expect_json '.[0].files | keys | join(" ")' dependency-redis.yaml
  run manifest lint alone.yaml
  expect_code 0
  expect_equal "stdout" "$out" ""
}

run_cases "$@"

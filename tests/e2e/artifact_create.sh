#!/usr/bin/env bash
# artifact create: from flags, from the checkout it stands in, from CI's variables.
. "$(dirname "$0")/lib.sh"

# Gimlet CLI's own flags.
case_from_flags() {
  run artifact create --repository mycompany/frontend --sha deae5dbaf237766240181fa397e923d3c5253112 \
    --created 2022-03-04T05:06:07+02:00 --branch new-feature --event pr --sourceBranch new-feature --targetBranch main \
    --authorName "Laszlo Fogas" --authorEmail l@example.com --committerName "Laszlo Fogas" --committerEmail l@example.com \
    --message "This is a wonderful new feature" --url https://github.com/mycompany/frontend/pull/100
  expect_code 0
  expect_json .version.created 1646363167
  expect_json .version.event pr
  expect_json .version.sourceBranch new-feature
  expect_json .version.authorName "Laszlo Fogas"
  expect_json '.environments | length' 0
}

case_to_a_file() {
  run artifact create --repository a/b --sha 1 -o file.json
  expect_code 0
  expect_equal "stdout" "$out" ""
  expect_equal "the file" "$(jq -r .version.repositoryName file.json)" a/b
}

# From the checkout.
case_from_the_checkout() {
  git init -q app && cd app || exit 1
  git remote add origin https://user:secret@github.com/mycompany/shop.git
  git config user.name "Ann Author"
  GIT_AUTHOR_DATE=2022-01-02T03:04:05Z GIT_COMMITTER_DATE=2022-01-02T03:04:06Z git commit -q --allow-empty -m "Add the cart" -m "With a body."
  run artifact create
  expect_code 0
  expect_json .version.repositoryName mycompany/shop
  expect_json .version.sha "$(git rev-parse HEAD)"
  expect_json .version.branch main
  expect_json .version.created 1641092646
  expect_json .version.authorName "Ann Author"
  expect_json .version.event push
  expect_json .version.message "$(printf 'Add the cart\n\nWith a body.')"
  expect_no_out secret
  mkdir -p sub/folder && cd sub/folder || exit 1
  run artifact create --branch other
  expect_json .version.sha "$(git rev-parse HEAD)"
  expect_json .version.branch other
  cd ../.. || exit 1
  git checkout -q --detach
  git tag v1.2
  run artifact create --event tag
  expect_json .version.tag v1.2
}

# Outside a checkout the mandatory ones must be given.
case_outside_a_checkout() {
  run artifact create --sha 1
  expect_code 2
  expect_err '\-\-repository is missing'
  run artifact create --repository a/b --sha 1 --created yesterday
  expect_code 2
  expect_err 'git log -1 --format=%cI'
  run artifact create --repository a/b --sha 1 --event merge
  expect_code 2
}

# GitHub Actions: the names Gimlet's shipper sets, and nothing secret.
case_in_github_actions() {
  export GITHUB_ACTIONS=true GITHUB_REPOSITORY=octo/cat GITHUB_SHA=0123456789abcdef0123456789abcdef01234567 \
    GITHUB_REF_NAME=main GITHUB_REF_TYPE=branch GITHUB_EVENT_NAME=push GITHUB_ACTOR=octocat GITHUB_JOB=build \
    GITHUB_SERVER_URL=https://github.com GITHUB_TOKEN=ghs_hidden GITHUB_RUN_ID=7
  run artifact create
  expect_code 0
  expect_json .version.repositoryName octo/cat
  expect_json .version.branch main
  expect_json '.context | "\(.REPO) \(.OWNER) \(.BRANCH) \(.SHA[0:4]) \(.ACTOR) \(.EVENT) \(.JOB)"' \
    "octo/cat octo main 0123 octocat push build"
  expect_json .context.GITHUB_RUN_ID 7
  expect_no_out ghs_hidden
  GITHUB_REF_TYPE=tag GITHUB_REF_NAME=v2 run artifact create
  expect_json '.version | "\(.event) \(.tag) \(.branch)"' "tag v2 null"
  echo '{"pull_request": {"head": {"sha": "1234567890123456789012345678901234567890", "ref": "feature"}}}' >event.json
  GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH=event.json GITHUB_HEAD_REF=feature GITHUB_BASE_REF=main run artifact create
  expect_json '.version | "\(.event) \(.sourceBranch) \(.targetBranch)"' "pr feature main"
}

case_in_gitlab() {
  export GITLAB_CI=true CI_PIPELINE_SOURCE=push CI_PROJECT_PATH=group/app CI_COMMIT_SHA=99 CI_COMMIT_BRANCH=dev CI_JOB_TOKEN=hidden CI_JOB_NAME=ship \
    GITLAB_USER_LOGIN=gina
  run artifact create --message m
  expect_json '.version | "\(.repositoryName) \(.sha) \(.branch) \(.event)"' "group/app 99 dev push"
  expect_json '.context | "\(.ACTOR) \(.JOB)"' "gina ship"
  expect_no_out hidden
}

# Secret-looking names are not taken from the environment.
case_secrets() {
  export API_TOKEN=t0ps3cret BUILD=42
  run artifact create --repository a/b --sha 1 --var BUILD
  expect_json .vars.BUILD 42
  run artifact create --repository a/b --sha 1 --var API_TOKEN
  expect_code 5
  expect_err 'looks like a secret'
  expect_no_err t0ps3cret
  run artifact create --repository a/b --sha 1 --var NOT_SET
  expect_code 2
}

case_fields_variables_and_manifests() {
  printf 'C=3\n' >vars.env
  printf 'app: web\nenv: staging\nmanifests: "a: 1"\n' >staging.yaml
  run artifact create --repository a/b --sha 1 --event pr --source-branch feature --target-branch main --committer-name Jo \
    --committer-email jo@example.com --field name=CI --field url=https://ci.example.com --vars-file vars.env \
    --env-file staging.yaml --output file.json
  expect_code 0
  expect_equal "stdout" "$out" ""
  expect_equal "the file" \
    "$(jq -c '[(.version | .sourceBranch, .targetBranch, .committerName, .committerEmail), .items, .vars, .environments[0].app]' file.json)" \
    '["feature","main","Jo","jo@example.com",[{"name":"CI","url":"https://ci.example.com"}],{"C":"3"},"web"]'
  run artifact create --repository a/b --sha 1 --event tag --tag v1 --varsFile vars.env --envFile staging.yaml
  expect_json '[.version.event, .version.tag, .vars.C, .environments[0].env] | join(" ")' "tag v1 3 staging"
}

run_cases "$@"

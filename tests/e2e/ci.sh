#!/usr/bin/env bash
# CI systems, each by the variables that it documents: what was built, what started the build, and what policies make of it.
. "$(dirname "$0")/lib.sh"

SHA=0123456789abcdef0123456789abcdef01234567
HEAD=89abcdef0123456789abcdef0123456789abcdef

# create VARIABLE=VALUE… [-- OPTION…]: `artifact create` in a build that has these variables.
create() {
  local variables=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do variables+=("$1") && shift; done
  shift
  printf -v command_line ' %q' artifact create "$@" "<- ${variables[*]}"
  env "${variables[@]}" "$GIMLET" artifact create "$@" >"$WORK/.out" 2>"$WORK/.err" </dev/null
  code=$?
  out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
}

# expect_build EVENT REPOSITORY SHA BRANCH TAG SOURCE TARGET URL: a version; "-" is nothing.
expect_build() {
  expect_json '.version | [.event, .repositoryName, .sha, .branch, .tag, .sourceBranch, .targetBranch, .url] | map(. // "-") | join(" ")' "$*"
}
# expect_variables OWNER ACTOR EVENT JOB: the others are the version's.
expect_variables() {
  expect_json '.context | [.OWNER, .ACTOR, .EVENT, .JOB] | map(. // "-") | join(" ")' "$*"
  expect_json '[.version | .repositoryName, .sha, .branch, .tag]' "$(jq '.context | [.REPO, .SHA, .BRANCH, .TAG]' <<<"$out")"
}
expect_described() { expect_json '.version | [.message, .authorName, .authorEmail] | map(. // "-") | join("|")' "$*"; }
expect_no_secret() { expect_no_out 't0ps3cret|hunter2'; }

# --- GitHub Actions ---

GITHUB=(CI=true GITHUB_ACTIONS=true GITHUB_REPOSITORY=acme/web GITHUB_REPOSITORY_OWNER=acme GITHUB_SHA="$SHA" GITHUB_ACTOR=octocat
  GITHUB_JOB=build GITHUB_SERVER_URL=https://github.com GITHUB_TOKEN=t0ps3cret ACTIONS_RUNTIME_TOKEN=t0ps3cret)

case_github_push_and_tag() {
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/feature/x GITHUB_REF_NAME=feature/x GITHUB_REF_TYPE=branch
  expect_build push acme/web $SHA feature/x - - - https://github.com/acme/web/commit/$SHA
  expect_variables acme octocat push build
  expect_json .context.GITHUB_BRANCH feature/x
  expect_no_secret
  expect_equal "stderr" "$err" ""
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/tags/v1.0 GITHUB_REF_NAME=v1.0 GITHUB_REF_TYPE=tag
  expect_build tag acme/web $SHA - v1.0 - - https://github.com/acme/web/commit/$SHA
  expect_variables acme octocat tag build
  expect_json .context.GITHUB_BRANCH refs/tags/v1.0
  # A runner that sets but one of them.
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/tags/v1.0
  expect_build tag acme/web $SHA - v1.0 - - https://github.com/acme/web/commit/$SHA
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main
  expect_build push acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF_NAME=v1.0 GITHUB_REF_TYPE=tag
  expect_build tag acme/web $SHA - v1.0 - - https://github.com/acme/web/commit/$SHA
  # Gitea and Forgejo.
  create "${GITHUB[@]}" GITEA_ACTIONS=true GITHUB_SERVER_URL=https://git.acme.org GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main
  expect_build push acme/web $SHA main - - - https://git.acme.org/acme/web/commit/$SHA
}

case_github_push_is_described_by_its_event_file() {
  jq -n --arg sha $SHA '{head_commit: {id: $sha, message: "Add\n\nmore\n", timestamp: "2024-05-06T07:08:09+02:00",
    author: {name: "Ann", email: "ann@acme.org"}, committer: {name: "GitHub", email: "noreply@github.com"}}}' >event.json
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main GITHUB_EVENT_PATH=event.json
  expect_described "$(printf 'Add\n\nmore|Ann|ann@acme.org')"
  expect_json .version.created 1714972089
  # It is GitHub's document: numbers that a double does not hold are nothing of ours.
  sed -i '1s/{/{"more": [123456789012345678901234567890, 0.3333333333333333333],/' event.json
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main GITHUB_EVENT_PATH=event.json
  expect_described "$(printf 'Add\n\nmore|Ann|ann@acme.org')"
  create "${GITHUB[@]}" GITHUB_SHA=$HEAD GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main GITHUB_EVENT_PATH=event.json
  expect_described "-|-|-"
}

# pull_request of the head in the checkout, and of GitHub's merge in it.
github_request() {
  git init -q app && git -C app commit -q --allow-empty -m "Base"
  git -C app checkout -q -b feature/x
  git -C app commit -q --allow-empty --author "Ann <ann@acme.org>" -m "The head"
  head=$(git -C app rev-parse HEAD)
  git -C app checkout -q --detach main
  git -C app merge -q --no-ff -m "Merge $head into $(git -C app rev-parse main)" feature/x
  merge=$(git -C app rev-parse HEAD)
  jq -n --arg sha "$head" '{action: "synchronize", number: 7, pull_request: {number: 7, html_url: "https://github.com/acme/web/pull/7",
    title: "A title", user: {login: "annie"}, head: {sha: $sha, ref: "feature/x"}, base: {ref: "main"}}}' >event.json
  REQUEST=("${GITHUB[@]}" GITHUB_SHA="$merge" GITHUB_REF=refs/pull/7/merge GITHUB_REF_NAME=7/merge GITHUB_REF_TYPE=branch
    GITHUB_HEAD_REF=feature/x GITHUB_BASE_REF=main GITHUB_EVENT_NAME=pull_request GITHUB_EVENT_PATH="$WORK/event.json")
}

case_github_pull_request() {
  github_request
  cd app || exit
  create "${REQUEST[@]}"
  expect_build pr acme/web "$head" feature/x - feature/x main https://github.com/acme/web/pull/7
  expect_variables acme octocat pr build
  expect_json .context.GITHUB_BRANCH feature/x
  expect_described "The head|Ann|ann@acme.org"
  # The payload of pull_request_target comes with the target's head.
  create "${REQUEST[@]}" GITHUB_EVENT_NAME=pull_request_target GITHUB_SHA="$(git rev-parse main)" GITHUB_REF=refs/heads/main GITHUB_REF_NAME=main
  expect_build pr acme/web "$head" feature/x - feature/x main https://github.com/acme/web/pull/7
  # Without the head in the checkout, nothing is said of the merge.
  git clone -q --depth 1 "file://$WORK/app" ../shallow 2>/dev/null
  cd ../shallow || exit
  create "${REQUEST[@]}"
  expect_build pr acme/web "$head" feature/x - feature/x main https://github.com/acme/web/pull/7
  expect_described "-|annie|-"
  expect_err 'warning: the checkout does not hold .*fetch-depth: 2'
  # Without the payload, the merge says whose it is.
  create "${REQUEST[@]}" GITHUB_EVENT_PATH=
  expect_json .version.sha "$head"
}

# A commit's message does not choose the artifact's commit.
case_a_message_that_names_a_commit() {
  github_request
  cd app || exit
  git commit -q --allow-empty -m "Merge $SHA into main"
  local own request=(CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=3 CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=feature/x)
  own=$(git rev-parse HEAD)
  create "${GITLAB[@]}" CI_COMMIT_SHA="$own" "${request[@]}"
  expect_json .version.sha "$own"
  create "${REQUEST[@]}" GITHUB_SHA="$own" GITHUB_EVENT_PATH=
  expect_code 2
  expect_err 'the head of the pull request is not known'
  # A merge that names none of its parents, and a head that was told.
  git merge -q --no-ff -m "Merge $SHA into main" "$(git commit-tree -m x "$own^{tree}")" --allow-unrelated-histories
  create "${REQUEST[@]}" GITHUB_SHA="$(git rev-parse HEAD)" GITHUB_EVENT_PATH=
  expect_code 2
  git commit -q --amend -m "Merge $own into main"
  create "${GITLAB[@]}" CI_COMMIT_SHA="$(git rev-parse HEAD)" "${request[@]}"
  expect_json .version.sha "$(git rev-parse HEAD)"
  git -c user.email=nobody@nowhere commit -q --amend -m "Merge $own into main" --reset-author
  create "${GITLAB[@]}" CI_COMMIT_SHA="$(git rev-parse HEAD)" "${request[@]}"
  expect_json .version.sha "$(git rev-parse HEAD)"
  # GitLab's own merge.
  create "${GITLAB[@]}" CI_COMMIT_SHA="$(git rev-parse HEAD)" "${request[@]}" CI_MERGE_REQUEST_EVENT_TYPE=merged_result
  expect_json .version.sha "$own"
  create "${GITLAB[@]}" "${request[@]}" CI_MERGE_REQUEST_EVENT_TYPE=merge_train
  expect_code 2
  expect_err 'not known: CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'
}

case_github_pull_request_whose_head_is_not_known() {
  github_request
  create "${REQUEST[@]}" GITHUB_EVENT_PATH=
  expect_code 2
  expect_err 'the head of the pull request is not known: GITHUB_EVENT_PATH, which would tell it, is not set'
  expect_err '^hint: give --sha'
  expect_equal "stdout" "$out" ""
  create "${REQUEST[@]}" GITHUB_EVENT_PATH=/nowhere
  expect_code 2
  expect_err '/nowhere'
  echo '[{"pull_request": 1' >event.json
  create "${REQUEST[@]}"
  expect_code 2
  expect_err 'event.json:2:1'
  echo '{"pull_request": "no"}' >event.json
  create "${REQUEST[@]}" GITHUB_EVENT_NAME=pull_request_target
  expect_code 2
  create "${REQUEST[@]}" -- --sha "$head"
  expect_code 0
  expect_json .version.sha "$head"
}

case_github_events_that_are_none_of_these() {
  for event in delete create issue_comment repository_dispatch workflow_run deployment check_suite release merge_group watch made_up; do
    create "${GITHUB[@]}" GITHUB_EVENT_NAME=$event GITHUB_REF=refs/heads/main
    expect_build other acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  done
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=schedule GITHUB_REF=refs/heads/main
  expect_build schedule acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=workflow_dispatch GITHUB_REF=refs/tags/v1
  expect_build manual acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  expect_variables acme octocat manual build
  # What somebody says of a pull request is no new version of it; nor is its end.
  github_request
  create "${REQUEST[@]}" GITHUB_EVENT_NAME=pull_request_review
  expect_build other acme/web "$head" feature/x - feature/x main https://github.com/acme/web/pull/7
  jq '.action = "closed"' event.json >closed.json
  create "${REQUEST[@]}" GITHUB_EVENT_PATH=closed.json
  expect_json .version.event other
}

case_a_trimmed_environment() {
  create "${GITHUB[@]}" GITHUB_REF=refs/heads/main
  expect_build push acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  expect_err 'warning: GitHub Actions does not say what started the build: it is taken for "push"; --event says it'
  create "${GITHUB[@]}" GITHUB_REF=refs/heads/main -- --event push
  expect_equal "stderr" "$err" ""
  create "${GITHUB[@]}"
  expect_code 2
  expect_err 'GitHub Actions does not say: what was built'
}

# --- GitLab ---

GITLAB=(CI=true GITLAB_CI=true CI_PROJECT_PATH=acme/team/web CI_PROJECT_NAMESPACE=acme/team CI_PROJECT_NAME=web CI_COMMIT_SHA="$SHA"
  CI_PROJECT_URL=https://gitlab.com/acme/team/web CI_JOB_NAME=ship GITLAB_USER_LOGIN=gina CI_COMMIT_MESSAGE="Add the cart"
  CI_COMMIT_AUTHOR="Ann <ann@acme.org>" CI_COMMIT_TIMESTAMP=2024-05-06T07:08:09+02:00 CI_JOB_TOKEN=t0ps3cret CI_REGISTRY_PASSWORD=t0ps3cret
  CI_REPOSITORY_URL=https://gitlab-ci-token:t0ps3cret@gitlab.com/acme/team/web.git CI_REGISTRY_IMAGE=registry.gitlab.com/acme/team/web)

case_gitlab() {
  local commit=https://gitlab.com/acme/team/web/-/commit/$SHA
  create "${GITLAB[@]}" CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_REF_NAME=main
  expect_build push acme/team/web $SHA main - - - $commit
  expect_variables acme/team gina push ship
  expect_described "Add the cart|Ann|ann@acme.org"
  expect_json .version.created 1714972089
  expect_json .context.CI_REGISTRY_IMAGE registry.gitlab.com/acme/team/web
  expect_no_secret
  create "${GITLAB[@]}" CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v1 CI_COMMIT_REF_NAME=v1
  expect_build tag acme/team/web $SHA - v1 - - $commit
  create "${GITLAB[@]}" CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=main
  expect_build schedule acme/team/web $SHA main - - - $commit
  create "${GITLAB[@]}" CI_PIPELINE_SOURCE=web CI_COMMIT_TAG=v1
  expect_build manual acme/team/web $SHA - v1 - - $commit
  for source in api trigger pipeline parent_pipeline chat external webide ondemand_dast_scan security_orchestration_policy made_up; do
    create "${GITLAB[@]}" CI_PIPELINE_SOURCE=$source CI_COMMIT_BRANCH=main
    expect_build other acme/team/web $SHA main - - - $commit
  done
}

case_gitlab_merge_request() {
  local request=(CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=feature/x
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_PROJECT_URL=https://gitlab.com/acme/team/web)
  create "${GITLAB[@]}" "${request[@]}" CI_MERGE_REQUEST_EVENT_TYPE=detached
  expect_build pr acme/team/web $SHA feature/x - feature/x main https://gitlab.com/acme/team/web/-/merge_requests/7
  expect_described "Add the cart|Ann|ann@acme.org"
  # A pipeline of merged results is of a commit that GitLab throws away.
  create "${GITLAB[@]}" "${request[@]}" CI_MERGE_REQUEST_EVENT_TYPE=merged_result CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=$HEAD
  expect_build pr acme/team/web $HEAD feature/x - feature/x main https://gitlab.com/acme/team/web/-/merge_requests/7
  expect_described "-|-|-"
  expect_json .version.created null
  create "${GITLAB[@]}" CI_PIPELINE_SOURCE=external_pull_request_event CI_EXTERNAL_PULL_REQUEST_IID=7 CI_COMMIT_BRANCH=feature/x \
    CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME=feature/x CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME=main CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA="$SHA"
  expect_build pr acme/team/web $SHA feature/x - feature/x main https://gitlab.com/acme/team/web/-/commit/$SHA
}

# --- CircleCI ---

CIRCLE=(CI=true CIRCLECI=true CIRCLE_PROJECT_USERNAME=acme CIRCLE_PROJECT_REPONAME=web CIRCLE_SHA1="$SHA" CIRCLE_USERNAME=carl
  CIRCLE_JOB=ship CIRCLE_REPOSITORY_URL=git@github.com:acme/web.git CIRCLE_OIDC_TOKEN=t0ps3cret CIRCLE_WORKFLOW_ID=w-1)

case_circleci() {
  create "${CIRCLE[@]}" CIRCLE_BRANCH=main
  expect_build push acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  expect_variables acme carl push ship
  expect_json .context.CIRCLE_WORKFLOW_ID w-1
  expect_no_secret
  create "${CIRCLE[@]}" CIRCLE_TAG=v1
  expect_build tag acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  for trigger in "" webhook; do
    create "${CIRCLE[@]}" CIRCLE_BRANCH=feature/x CIRCLE_PULL_REQUEST=https://github.com/acme/web/pull/7 CIRCLE_PIPELINE_TRIGGER_SOURCE=$trigger
    expect_build pr acme/web $SHA feature/x - feature/x - https://github.com/acme/web/pull/7
  done
  # What a job hands on of the pipeline.
  create "${CIRCLE[@]}" CIRCLE_BRANCH=main CIRCLE_PIPELINE_TRIGGER_SOURCE=scheduled_pipeline
  expect_json .version.event schedule
  create "${CIRCLE[@]}" CIRCLE_BRANCH=main CIRCLE_PIPELINE_TRIGGER_SOURCE=api
  expect_json .version.event other
  create "${CIRCLE[@]}" CIRCLE_PROJECT_USERNAME= CIRCLE_REPOSITORY_URL=https://gitlab.com/acme/web.git CIRCLE_BRANCH=main
  expect_build push acme/web $SHA main - - - https://gitlab.com/acme/web/-/commit/$SHA
  create "${CIRCLE[@]}"
  expect_code 2
}

# --- Jenkins ---

JENKINS=(CI=true JENKINS_URL=https://ci.acme.org/ JOB_NAME=acme/web/main BUILD_NUMBER=12 BUILD_URL=https://ci.acme.org/job/web/12/
  GIT_COMMIT="$SHA" GIT_URL=https://bot:hunter2@github.com/acme/web.git GIT_AUTHOR_NAME=Jenkins GIT_COMMITTER_EMAIL=jenkins@acme.org)

case_jenkins_multibranch() {
  create "${JENKINS[@]}" BRANCH_NAME=feature/x BRANCH_IS_PRIMARY=true GIT_BRANCH=feature/x
  expect_build push acme/web $SHA feature/x - - - https://github.com/acme/web/commit/$SHA
  expect_variables acme - push acme/web/main
  expect_described "-|-|-"
  expect_json .context.BUILD_NUMBER 12
  expect_no_secret
  create "${JENKINS[@]}" BRANCH_NAME=v1 TAG_NAME=v1 TAG_UNIXTIME=1700000000 GIT_BRANCH=v1
  expect_build tag acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
}

# The branch sources of GitHub and Bitbucket.
case_jenkins_change() {
  local change=(BRANCH_NAME=PR-7 GIT_BRANCH=PR-7 CHANGE_ID=7 CHANGE_BRANCH=feature/x CHANGE_TARGET=main CHANGE_AUTHOR=ann
    CHANGE_AUTHOR_DISPLAY_NAME=Ann CHANGE_AUTHOR_EMAIL=ann@acme.org CHANGE_TITLE="A title")
  create "${JENKINS[@]}" "${change[@]}" CHANGE_URL=https://github.com/acme/web/pull/7
  expect_build pr acme/web $SHA feature/x - feature/x main https://github.com/acme/web/pull/7
  expect_described "-|Ann|ann@acme.org"
  expect_variables acme ann pr acme/web/main
  create "${JENKINS[@]}" "${change[@]}" CHANGE_URL=https://bitbucket.org/acme/web/pull-requests/7 GIT_URL=git@bitbucket.org:acme/web.git
  expect_build pr acme/web $SHA feature/x - feature/x main https://bitbucket.org/acme/web/pull-requests/7
  # Jenkins merges the target into the head, and builds that.
  git init -q app && cd app || exit
  git commit -q --allow-empty -m "Base"
  git checkout -q -b feature/x
  git commit -q --allow-empty --author "Ann <ann@acme.org>" -m "The head"
  head=$(git rev-parse HEAD)
  git checkout -q main && git commit -q --allow-empty -m "The target"
  git checkout -q --detach "$head"
  git -c user.name=Jenkins -c user.email=nobody@nowhere merge -q --no-ff -m "Merge commit of main" main
  create "${JENKINS[@]}" "${change[@]}" GIT_COMMIT="$(git rev-parse HEAD)" CHANGE_URL=https://github.com/acme/web/pull/7
  expect_build pr acme/web "$head" feature/x - feature/x main https://github.com/acme/web/pull/7
  expect_described "The head|Ann|ann@acme.org"
}

# Whether a merge was built is in the build's name, or in the commit.
case_jenkins_merge() {
  local change=(CHANGE_ID=7 CHANGE_BRANCH=feature/x CHANGE_TARGET=main CHANGE_URL=https://github.com/acme/web/pull/7)
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-head "${change[@]}"
  expect_json .version.sha $SHA
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-merge "${change[@]}"
  expect_code 2
  expect_err 'the head of the pull request is not known: Jenkins built PR-7-merge'
  expect_err '^hint: give --sha'
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-merge "${change[@]}" -- --sha $HEAD
  expect_json .version.sha $HEAD
  git init -q app && cd app || exit
  git commit -q --allow-empty -m "Base" && git checkout -q -b feature/x && git commit -q --allow-empty -m "The head"
  head=$(git rev-parse HEAD)
  # There was nothing to merge.
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-merge "${change[@]}" GIT_COMMIT="$head"
  expect_json .version.sha "$head"
  git checkout -q main && git commit -q --allow-empty -m "The target" && git checkout -q --detach "$head"
  git -c user.name=Jenkins -c user.email=nobody@nowhere merge -q --no-ff -m "Merge commit of main" main
  merge=$(git rev-parse HEAD)
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-merge "${change[@]}" GIT_COMMIT="$merge"
  expect_json .version.sha "$head"
  create "${JENKINS[@]}" BRANCH_NAME=PR-7-head "${change[@]}" GIT_COMMIT="$merge"
  expect_json .version.sha "$merge"
}

case_jenkins_plugins() {
  local commit=https://github.com/acme/web/commit
  create "${JENKINS[@]}" GIT_BRANCH=origin/pull/8/merge GIT_COMMIT=$HEAD GITHUB_PR_NUMBER=8 GITHUB_PR_HEAD_SHA=$SHA \
    GITHUB_PR_SOURCE_BRANCH=f GITHUB_PR_TARGET_BRANCH=main GITHUB_PR_URL=https://github.com/acme/web/pull/8
  expect_build pr acme/web $SHA f - f main https://github.com/acme/web/pull/8
  create "${JENKINS[@]}" GIT_BRANCH=origin/pull/8/merge GITHUB_PR_NUMBER=8 GITHUB_PR_SOURCE_BRANCH=f
  expect_code 2
  expect_err 'the head of the pull request is not known: Jenkins built origin/pull/8/merge'
  create "${JENKINS[@]}" GIT_BRANCH=origin/f BITBUCKET_PULL_REQUEST_ID=8 BITBUCKET_SOURCE_BRANCH=f BITBUCKET_TARGET_BRANCH=main \
    BITBUCKET_X_EVENT=pullrequest:updated
  expect_build pr acme/web $SHA f - f main $commit/$SHA
  create "${JENKINS[@]}" GIT_BRANCH=origin/f gitlabActionType=MERGE gitlabMergeRequestIid=7 gitlabSourceBranch=f gitlabTargetBranch=main \
    gitlabMergeRequestLastCommit=$HEAD gitlabMergeRequestState=opened
  expect_build pr acme/web $HEAD f - f main $commit/$HEAD
  for plugin in "GITHUB_PR_NUMBER=8 GITHUB_PR_STATE=CLOSED" "BITBUCKET_PULL_REQUEST_ID=8 BITBUCKET_X_EVENT=pullrequest:fulfilled" \
    "gitlabMergeRequestIid=7 gitlabMergeRequestState=merged"; do
    # shellcheck disable=SC2086  # two words
    create "${JENKINS[@]}" GIT_BRANCH=origin/main $plugin
    expect_json .version.event other
  done
  create "${JENKINS[@]}" GIT_BRANCH=v1 gitlabActionType=TAG_PUSH gitlabBranch=refs/tags/v1 gitlabSourceBranch=refs/tags/v1
  expect_build tag acme/web $SHA - v1 - - $commit/$SHA
  create "${JENKINS[@]}" GIT_BRANCH=detached gitlabActionType=TAG_PUSH gitlabBranch=v1
  expect_code 2
  # Gerrit: what waits for its review was not pushed to the branch.
  create "${JENKINS[@]}" GIT_BRANCH=main GERRIT_EVENT_TYPE=patchset-created GERRIT_REFSPEC=refs/changes/07/7/1 GERRIT_BRANCH=main
  expect_build other acme/web $SHA - - - main $commit/$SHA
  create "${JENKINS[@]}" GIT_BRANCH=main GERRIT_EVENT_TYPE=change-merged GERRIT_BRANCH=main
  expect_build push acme/web $SHA main - - - $commit/$SHA
}

case_jenkins_names_of_branches() {
  for name in upstream/main origin/main refs/remotes/origin/main remotes/fork/main refs/heads/main; do
    create "${JENKINS[@]}" GIT_BRANCH=$name
    expect_json .version.branch main
  done
  # One remote is taken away, and of a branch's own name nothing.
  create "${JENKINS[@]}" GIT_BRANCH=origin/upstream/main
  expect_json .version.branch upstream/main
  create "${JENKINS[@]}" GIT_BRANCH=origin/refs/heads/main
  expect_code 2
  create "${JENKINS[@]}" BRANCH_NAME=origin/main GIT_BRANCH=origin/main
  expect_json .version.branch origin/main
  create "${JENKINS[@]}" GIT_BRANCH=origin/pr/later
  expect_json .version.branch pr/later
  for name in origin/pull/7/merge pull/7/head origin/pr/7/merge origin/pull-requests/7/from origin/merge-requests/7 refs/changes/07/7/1 \
    refs/pull/7/merge; do
    create "${JENKINS[@]}" GIT_BRANCH=$name
    expect_code "$([ $name = origin/merge-requests/7 ] && echo 0 || echo 2)"
  done
}

case_jenkins_git_plugin() {
  create "${JENKINS[@]}" GIT_BRANCH=origin/feature/x
  expect_build push acme/web $SHA feature/x - - - https://github.com/acme/web/commit/$SHA
  create "${JENKINS[@]}" GIT_BRANCH=origin/main GIT_LOCAL_BRANCH=main
  expect_json .version.branch main
  create "${JENKINS[@]}" GIT_BRANCH=refs/tags/v1
  expect_build tag acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  create "${JENKINS[@]}" GIT_BRANCH=detached
  expect_code 2
  expect_err 'Jenkins does not say'
  expect_err '\-\-event.*\-\-branch'
  create "${JENKINS[@]}" GIT_BRANCH=origin/main BUILD_CAUSE=TIMERTRIGGER
  expect_json .version.event schedule
  create "${JENKINS[@]}" GIT_BRANCH=origin/main BUILD_CAUSE=MANUALTRIGGER
  expect_json .version.event manual
  create "${JENKINS[@]}" GIT_BRANCH=origin/main BUILD_CAUSE=GITHUBPUSHCAUSE
  expect_json .version.event push
  # Plug-ins for requests that are none of Jenkins' own.
  create "${JENKINS[@]}" GIT_BRANCH=origin/pr/7/merge ghprbPullId=7 ghprbActualCommit=$HEAD ghprbSourceBranch=feature/x \
    ghprbTargetBranch=main ghprbPullLink=https://github.com/acme/web/pull/7
  expect_build pr acme/web $HEAD feature/x - feature/x main https://github.com/acme/web/pull/7
  create "${JENKINS[@]}" GIT_BRANCH=origin/feature/x gitlabActionType=NOTE gitlabMergeRequestIid=7 gitlabSourceBranch=feature/x \
    gitlabMergeRequestLastCommit=$HEAD
  expect_json .version.event other
}

# --- Bitbucket Pipelines ---

BITBUCKET=(CI=true BITBUCKET_BUILD_NUMBER=12 BITBUCKET_PIPELINE_UUID='{p-1}' BITBUCKET_REPO_FULL_NAME=acme/web BITBUCKET_WORKSPACE=acme
  BITBUCKET_REPO_SLUG=web BITBUCKET_COMMIT="$SHA" BITBUCKET_STEP_TRIGGERER_UUID='{u-1}' BITBUCKET_STEP_OIDC_TOKEN=t0ps3cret)

case_bitbucket() {
  create "${BITBUCKET[@]}" BITBUCKET_BRANCH=main
  expect_build push acme/web $SHA main - - - https://bitbucket.org/acme/web/commits/$SHA
  expect_variables acme '{u-1}' push -
  expect_no_secret
  create "${BITBUCKET[@]}" BITBUCKET_TAG=v1
  expect_build tag acme/web $SHA - v1 - - https://bitbucket.org/acme/web/commits/$SHA
  create "${BITBUCKET[@]}" BITBUCKET_BRANCH=feature/x BITBUCKET_PR_ID=7 BITBUCKET_PR_DESTINATION_BRANCH=main
  expect_build pr acme/web $SHA feature/x - feature/x main https://bitbucket.org/acme/web/pull-requests/7
  # A custom pipeline may have no branch.
  create "${BITBUCKET[@]}"
  expect_code 2
  create "${BITBUCKET[@]}" -- --event manual --branch main
  expect_build manual acme/web $SHA main - - - https://bitbucket.org/acme/web/commits/$SHA
}

# --- Azure Pipelines ---

AZURE=(TF_BUILD=True BUILD_REPOSITORY_NAME=acme/web BUILD_REPOSITORY_PROVIDER=GitHub BUILD_REPOSITORY_URI=https://github.com/acme/web
  BUILD_SOURCEVERSION="$SHA" BUILD_SOURCEVERSIONMESSAGE="Add the cart" BUILD_REQUESTEDFOR="Ann" SYSTEM_JOBNAME=ship SYSTEM_TEAMPROJECT=Shop
  BUILD_BUILDID=12 SYSTEM_ACCESSTOKEN=t0ps3cret)

case_azure() {
  create "${AZURE[@]}" BUILD_REASON=IndividualCI BUILD_SOURCEBRANCH=refs/heads/feature/x BUILD_SOURCEBRANCHNAME=x
  expect_build push acme/web $SHA feature/x - - - https://github.com/acme/web/commit/$SHA
  expect_variables acme Ann push ship
  expect_described "Add the cart|-|-"
  expect_no_secret
  create "${AZURE[@]}" BUILD_REASON=BatchedCI BUILD_SOURCEBRANCH=refs/tags/v1 BUILD_SOURCEBRANCHNAME=v1
  expect_build tag acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  create "${AZURE[@]}" BUILD_REASON=PullRequest BUILD_SOURCEBRANCH=refs/pull/7/merge BUILD_SOURCEVERSIONMESSAGE="Merge pull request 7 from feature/x into main" \
    SYSTEM_PULLREQUEST_PULLREQUESTID=512 SYSTEM_PULLREQUEST_PULLREQUESTNUMBER=7 SYSTEM_PULLREQUEST_SOURCEBRANCH=feature/x \
    SYSTEM_PULLREQUEST_TARGETBRANCH=main SYSTEM_PULLREQUEST_SOURCECOMMITID=$HEAD
  expect_build pr acme/web $HEAD feature/x - feature/x main https://github.com/acme/web/pull/7
  expect_described "-|-|-"
  create "${AZURE[@]}" BUILD_REPOSITORY_NAME=web BUILD_REPOSITORY_PROVIDER=TfsGit BUILD_REPOSITORY_URI=https://acme@dev.azure.com/acme/Shop/_git/web \
    BUILD_REASON=PullRequest BUILD_SOURCEBRANCH=refs/pull/7/merge SYSTEM_PULLREQUEST_PULLREQUESTID=7 \
    SYSTEM_PULLREQUEST_SOURCEBRANCH=refs/heads/feature/x SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main SYSTEM_PULLREQUEST_SOURCECOMMITID=$HEAD
  expect_build pr web $HEAD feature/x - feature/x main https://dev.azure.com/acme/Shop/_git/web/pullrequest/7
  expect_variables Shop Ann pr ship
  create "${AZURE[@]}" BUILD_REASON=PullRequest BUILD_SOURCEBRANCH=refs/pull/7/merge SYSTEM_PULLREQUEST_PULLREQUESTID=7 \
    SYSTEM_PULLREQUEST_SOURCEBRANCH=f
  expect_code 2
  expect_err 'not known: SYSTEM_PULLREQUEST_SOURCECOMMITID, which would tell it'
  create "${AZURE[@]}" BUILD_REASON=Schedule BUILD_SOURCEBRANCH=refs/heads/main
  expect_json .version.event schedule
  create "${AZURE[@]}" BUILD_REASON=Manual BUILD_SOURCEBRANCH=refs/tags/v1
  expect_build manual acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  for reason in ResourceTrigger BuildCompletion ValidateShelveset CheckInShelveset UserCreated; do
    create "${AZURE[@]}" BUILD_REASON=$reason BUILD_SOURCEBRANCH=refs/heads/main
    expect_json .version.event other
  done
}

# --- Drone and Woodpecker ---

DRONE=(CI=true DRONE=true DRONE_REPO=acme/web DRONE_REPO_OWNER=acme DRONE_REPO_NAME=web DRONE_REPO_LINK=https://github.com/acme/web
  DRONE_COMMIT_SHA="$SHA" DRONE_COMMIT_LINK=https://github.com/acme/web/compare/a...b DRONE_COMMIT_MESSAGE="Add the cart" DRONE_COMMIT_AUTHOR=annie
  DRONE_COMMIT_AUTHOR_NAME=Ann DRONE_COMMIT_AUTHOR_EMAIL=ann@acme.org DRONE_STEP_NAME=ship DRONE_BRANCH=main DRONE_COMMIT_BRANCH=main
  DRONE_SOURCE_BRANCH=main DRONE_TARGET_BRANCH=main DRONE_NETRC_PASSWORD=t0ps3cret)

case_drone() {
  local link=https://github.com/acme/web/compare/a...b
  create "${DRONE[@]}" DRONE_BUILD_EVENT=push DRONE_COMMIT_REF=refs/heads/main
  expect_build push acme/web $SHA main - - - $link
  expect_variables acme annie push ship
  expect_described "Add the cart|Ann|ann@acme.org"
  expect_no_secret
  create "${DRONE[@]}" DRONE_BUILD_EVENT=tag DRONE_COMMIT_REF=refs/tags/v1 DRONE_TAG=v1
  expect_build tag acme/web $SHA - v1 - - $link
  create "${DRONE[@]}" DRONE_BUILD_EVENT=pull_request DRONE_COMMIT_REF=refs/pull/7/head DRONE_PULL_REQUEST=7 DRONE_SOURCE_BRANCH=feature/x \
    DRONE_COMMIT_LINK=https://github.com/acme/web/pull/7
  expect_build pr acme/web $SHA feature/x - feature/x main https://github.com/acme/web/pull/7
  create "${DRONE[@]}" DRONE_BUILD_EVENT=cron DRONE_CRON=nightly
  expect_json .version.event schedule
  create "${DRONE[@]}" DRONE_BUILD_EVENT=custom
  expect_json .version.event manual
  for event in promote rollback; do
    create "${DRONE[@]}" DRONE_BUILD_EVENT=$event DRONE_DEPLOY_TO=production
    expect_build other acme/web $SHA main - - - $link
  done
}

WOODPECKER=(CI=woodpecker CI_SYSTEM_NAME=woodpecker CI_REPO=acme/web CI_REPO_OWNER=acme CI_REPO_NAME=web CI_REPO_URL=https://git.acme.org/acme/web
  CI_COMMIT_SHA="$SHA" CI_COMMIT_MESSAGE="Add the cart" CI_COMMIT_AUTHOR=annie CI_COMMIT_AUTHOR_EMAIL=ann@acme.org CI_COMMIT_BRANCH=main
  CI_STEP_NAME=ship CI_PIPELINE_FORGE_URL="https://git.acme.org/acme/web/commit/$SHA" CI_NETRC_PASSWORD=t0ps3cret DRONE_BRANCH=main)

case_woodpecker() {
  create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=push CI_COMMIT_REF=refs/heads/main
  expect_build push acme/web $SHA main - - - https://git.acme.org/acme/web/commit/$SHA
  expect_variables acme annie push ship
  expect_described "Add the cart|annie|ann@acme.org"
  expect_no_secret
  create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=tag CI_COMMIT_REF=refs/tags/v1 CI_COMMIT_TAG=v1
  expect_build tag acme/web $SHA - v1 - - https://git.acme.org/acme/web/commit/$SHA
  create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=pull_request CI_COMMIT_REF=refs/pull/7/head CI_COMMIT_PULL_REQUEST=7 \
    CI_COMMIT_SOURCE_BRANCH=feature/x CI_COMMIT_TARGET_BRANCH=main CI_PIPELINE_FORGE_URL=https://git.acme.org/acme/web/pulls/7
  expect_build pr acme/web $SHA feature/x - feature/x main https://git.acme.org/acme/web/pulls/7
  create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=cron
  expect_json .version.event schedule
  create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=manual
  expect_json .version.event manual
  for event in pull_request_closed pull_request_metadata deployment release; do
    create "${WOODPECKER[@]}" CI_PIPELINE_EVENT=$event
    expect_json .version.event other
  done
  # Before 1.0.
  create "${WOODPECKER[@]}" CI_SYSTEM_NAME= CI_BUILD_EVENT=pull_request CI_COMMIT_REFSPEC=feature/x:main CI_COMMIT_LINK=https://git.acme.org/acme/web/pulls/7 \
    CI_PIPELINE_FORGE_URL=
  expect_build pr acme/web $SHA feature/x - feature/x main https://git.acme.org/acme/web/pulls/7
}

# --- Buildkite ---

KITE=(CI=true BUILDKITE=true BUILDKITE_REPO=git@github.com:acme/web.git BUILDKITE_COMMIT="$SHA" BUILDKITE_BRANCH=main BUILDKITE_MESSAGE="Add the cart"
  BUILDKITE_BUILD_AUTHOR=Ann BUILDKITE_BUILD_AUTHOR_EMAIL=ann@acme.org BUILDKITE_BUILD_CREATOR=Carl BUILDKITE_LABEL=ship BUILDKITE_PULL_REQUEST=false
  BUILDKITE_BUILD_NUMBER=12 BUILDKITE_AGENT_ACCESS_TOKEN=t0ps3cret)

case_buildkite() {
  create "${KITE[@]}" BUILDKITE_SOURCE=webhook
  expect_build push acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  expect_variables acme Carl push ship
  expect_described "Add the cart|Ann|ann@acme.org"
  expect_no_secret
  create "${KITE[@]}" BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=v1 BUILDKITE_TAG=v1
  expect_build tag acme/web $SHA - v1 - - https://github.com/acme/web/commit/$SHA
  create "${KITE[@]}" BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=feature/x BUILDKITE_PULL_REQUEST=7 BUILDKITE_PULL_REQUEST_BASE_BRANCH=main
  expect_build pr acme/web $SHA feature/x - feature/x main https://github.com/acme/web/pull/7
  create "${KITE[@]}" BUILDKITE_SOURCE=schedule
  expect_json .version.event schedule
  create "${KITE[@]}" BUILDKITE_SOURCE=ui
  expect_json .version.event manual
  for source in api trigger_job; do
    create "${KITE[@]}" BUILDKITE_SOURCE=$source
    expect_build other acme/web $SHA main - - - https://github.com/acme/web/commit/$SHA
  done
  create "${KITE[@]}" BUILDKITE_SOURCE=webhook BUILDKITE_BRANCH=gh-readonly-queue/main/pr-7 BUILDKITE_MERGE_QUEUE_BASE_BRANCH=main
  expect_json .version.event other
  # A build that somebody started is of HEAD until it is checked out.
  git init -q app && git -C app commit -q --allow-empty -m "The commit" && cd app || exit
  create "${KITE[@]}" BUILDKITE_SOURCE=ui BUILDKITE_COMMIT=HEAD
  expect_json .version.sha "$(git rev-parse HEAD)"
  expect_json .version.message "The commit"
}

# --- All of them ---

case_an_unknown_ci_system() {
  create CI=true -- --repository a/b --sha 1
  expect_code 2
  expect_err 'the variable CI is set, and this CI system is not known'
  expect_err '^hint: give --event and --branch'
  create CI=1 -- --repository a/b --sha 1 --event push
  expect_code 2
  create CI=1 -- --repository a/b --sha 1 --branch main
  expect_code 2
  create CI=1 -- --repository a/b --sha 1 --event tag
  expect_code 2
  create CI=true -- --repository a/b --sha 1 --event push --branch main
  expect_build push a/b 1 main - - - -
  create CI=true -- --repository a/b --sha 1 --event tag --tag v1
  expect_build tag a/b 1 - v1 - - -
  create CI=true -- --repository a/b --sha 1 --event other --branch main
  expect_build other a/b 1 main - - - -
  create CI=true -- --repository a/b --sha 1 --event others --branch main
  expect_code 2
  create CI=false GITHUB_ACTIONS=false TF_BUILD=False -- --repository a/b --sha 1
  expect_code 0
  expect_equal "stderr" "$err" ""
}

# What was pushed has a name, or no policy shall fire for it.
case_a_push_of_nothing_that_is_named() {
  git init -q app && git -C app commit -q --allow-empty -m "The commit"
  local nothing
  # shellcheck disable=SC2016  # names
  for nothing in 'AZURE BUILD_REASON=IndividualCI BUILD_SOURCEBRANCH=refs/pull/7/merge' 'GITHUB GITHUB_EVENT_NAME=push' \
    'GITHUB GITHUB_EVENT_NAME=push GITHUB_REF=refs/pull/7/merge' 'GITLAB CI_PIPELINE_SOURCE=push' 'DRONE DRONE_BUILD_EVENT=tag' \
    'KITE BUILDKITE_BRANCH= BUILDKITE_SOURCE=webhook' 'CIRCLE CIRCLE_PIPELINE_TRIGGER_SOURCE=webhook' \
    'WOODPECKER CI_COMMIT_BRANCH= CI_PIPELINE_EVENT=push' 'DRONE DRONE_BUILD_EVENT=pull_request DRONE_SOURCE_BRANCH= DRONE_PULL_REQUEST=7' \
    'GITLAB CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=3'; do
    declare -n its=${nothing%% *}
    # shellcheck disable=SC2086  # several words
    create "${its[@]}" ${nothing#* }
    expect_code 2
    expect_err 'the (branch|tag) of this build \(event (push|tag|pr)\) cannot be found out'
    expect_err '^hint: give --(branch|tag); or --event other'
    # shellcheck disable=SC2086
    create "${its[@]}" ${nothing#* } -- --branch main --tag v1
    expect_code 0
    # shellcheck disable=SC2086
    create "${its[@]}" ${nothing#* } -- --event other
    expect_json .version.event other
  done
  # The checkout knows.
  cd app || exit
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_SHA="$(git rev-parse HEAD)"
  expect_json .version.branch main
  git tag v1 && git checkout -q --detach
  create "${DRONE[@]}" DRONE_BUILD_EVENT=tag DRONE_COMMIT_SHA="$(git rev-parse HEAD)" DRONE_BRANCH= DRONE_COMMIT_BRANCH=
  expect_json .version.tag v1
}

case_no_password_in_the_page_of_a_commit() {
  create "${DRONE[@]}" DRONE_BUILD_EVENT=push DRONE_COMMIT_LINK=https://u:hunter2@git.acme.org/acme/web
  expect_json .version.url 'https://u:***@git.acme.org/acme/web'
  expect_no_secret
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main GITHUB_SERVER_URL=https://u:hunter2@ghe.acme.org
  expect_no_secret
  create "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main -- --url https://u:hunter2@ghe.acme.org/x
  expect_no_secret
}

case_outside_of_ci() {
  git init -q app && cd app || exit
  git remote add origin https://github.com/acme/web.git
  git commit -q --allow-empty -m "First"
  run artifact create
  expect_json .context "$(jq -n --arg sha "$(git rev-parse HEAD)" '{BRANCH: "main", REPO: "acme/web", SHA: $sha}')"
  git tag v1 && git checkout -q --detach
  run artifact create --event tag
  expect_json .context "$(jq -n --arg sha "$(git rev-parse HEAD)" '{REPO: "acme/web", SHA: $sha, TAG: "v1"}')"
  git checkout -q main
  printf 'app: web\nenv: staging\nmanifests: "a: {{ .REPO }} {{ .BRANCH }} {{ .SHA }}"\n' >m.yaml
  run manifest template -f m.yaml
  expect_code 0
  expect_out "a: acme/web main $(git rev-parse HEAD)"
  run manifest template -f m.yaml --var BRANCH=mine
  expect_out "a: acme/web mine "
}

# An artifact that somebody wrote by hand.
case_a_version_gives_its_own_variables() {
  make_gitops
  # shellcheck disable=SC2016  # a template
  artifact web.json web 1 '[{"app": "web", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: {{ .REPO }} {{ .BRANCH }} {{ .SHA }}"}]'
  jq 'del(.context) | .vars = {BRANCH: "of vars"} | .version.sha = "abc"' web.json >.new && mv .new web.json
  run artifact push -f web.json
  expect_code 0
  expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" "a: mycompany/web of vars abc"
}

# push_build VARIABLE=VALUE… -- OPTION…: the artifact of a build, pushed.
push_build() {
  create "$@"
  printf '%s\n' "$out" >artifact.json
  run artifact push -f artifact.json -o json
}

# What a job says of itself is no part of what it built; what it built is.
case_two_builds() {
  make_gitops
  # shellcheck disable=SC2016  # a template
  printf 'app: web\nenv: staging\ndeploy: {event: push, branch: main}\nmanifests: "a: {{ .SHA }}"\n' >m.yaml
  local build sha who
  for build in JENKINS:GIT_COMMIT:BUILD_DISPLAY_NAME AZURE:BUILD_SOURCEVERSION:BUILD_BUILDNUMBER; do
    declare -n of_system=${build%%:*}
    for sha in $SHA $HEAD; do
      push_build "${of_system[@]}" GIT_BRANCH=origin/main BUILD_REASON=IndividualCI BUILD_SOURCEBRANCH=refs/heads/main \
        "$(cut -d: -f2 <<<"$build")=$sha" "${build##*:}=$sha" -- --env-file m.yaml
      expect_code 0
      expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" "a: $sha"
      push_build "${of_system[@]}" GIT_BRANCH=origin/main BUILD_REASON=IndividualCI BUILD_SOURCEBRANCH=refs/heads/main \
        "$(cut -d: -f2 <<<"$build")=$sha" "${build##*:}=$sha" -- --env-file m.yaml --id "$build"
      expect_code "$([ "$sha" = $SHA ] && echo 0 || echo 6)"
    done
  done
  # By another person, in one's own project.
  for who in gina88 robert9; do
    push_build "${GITLAB[@]}" CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_PROJECT_PATH=gina88/web CI_PROJECT_NAMESPACE=gina88 \
      CI_PROJECT_URL=https://gitlab.com/gina88/web GITLAB_USER_LOGIN=$who -- --env-file m.yaml
    expect_json .changed "$([ $who = gina88 ] && echo true || echo false)"
    push_build "${GITHUB[@]}" GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main GITHUB_TRIGGERING_ACTOR=$who -- --env-file m.yaml \
      --message "Merge pull request #1 from robert9/feature"
    expect_json .changed "$([ $who = gina88 ] && echo true || echo false)"
  done
}

case_two_builds_of_one_commit_with_other_variables() {
  make_gitops
  printf 'app: web\nenv: staging\ndeploy: {event: push}\nmanifests: "a: {{ .IMAGE }}"\n' >m.yaml
  local number
  for number in 12 13; do
    push_build "${JENKINS[@]}" GIT_BRANCH=origin/main BUILD_TAG=jenkins-web-$number BUILD_NUMBER=$number -- --env-file m.yaml \
      --var IMAGE=acme/web:jenkins-web-$number
    expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" "a: acme/web:jenkins-web-$number"
  done
  sed -i 's/IMAGE/BUILD_NUMBER/' m.yaml
  for number in 12 13; do
    push_build "${JENKINS[@]}" GIT_BRANCH=origin/main BUILD_NUMBER=$number -- --env-file m.yaml
    expect_equal "the file" "$(remote_file staging/web/manifest.yaml)" "a: $number"
  done
  sed -i 's/web$/"web-{{ .WHO }}"/; s/BUILD_NUMBER/WHO/' m.yaml
  for number in alice99 robert9; do
    push_build "${GITLAB[@]}" CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main GITLAB_USER_LOGIN=$number -- --env-file m.yaml --var WHO=$number
    expect_equal "the file" "$(remote_file staging/web-$number/manifest.yaml)" "a: $number"
  done
}

case_policies_fire_for_what_was_pushed_alone() {
  make_gitops
  for event in schedule manual other; do
    artifact "$event.json" web "$event" '[
      {"app": "a", "env": "staging", "deploy": {"event": "push"}, "manifests": "a: 1"},
      {"app": "b", "env": "staging", "deploy": {"event": "tag", "tag": "!w*"}, "manifests": "a: 1"},
      {"app": "c", "env": "staging", "deploy": {"commitMessagePatterns": ["*"]}, "manifests": "a: 1"},
      {"app": "d", "env": "staging", "deploy": {"event": "pr", "branch": "!x"}, "manifests": "a: 1"}]'
    jq --arg event $event '.version.event = $event' "$event.json" >.new && mv .new "$event.json"
    run artifact push -f "$event.json" -o json
    expect_code 0
    expect_json '[.results[].status] | unique | join(" ")' skipped
    expect_json '.results[2].reason' "event \"$event\" fires no policy: push, tag and pr do"
    run artifact list --event $event -o json
    expect_json 'map(.version.event) | join(" ")' $event
  done
  tip=$(remote_tip)
  run release --env staging --app a --artifact mycompany/web-other
  expect_code 0
  expect_not "the remote has not moved" [ "$(remote_tip)" = "$tip" ]
  expect_equal "the event in release.json" "$(remote_file staging/a/release.json | jq -r .version.event)" other
  run release status --env staging -o json
  expect_json .a.version.event other
  # No policy can ask for them, and no misspelt word becomes one of them.
  artifact bad.json web bad '[{"app": "a", "env": "staging", "deploy": {"event": "schedule"}, "manifests": "a: 1"}]'
  run artifact push -f bad.json
  expect_code 4
  expect_err 'unknown event "schedule".*/environments/0/deploy/event'
  expect_err 'hint: a deploy policy matches push, tag or pr'
  artifact bad.json web bad
  jq '.version.event = "scheduled"' bad.json >.new && mv .new bad.json
  run artifact push -f bad.json
  expect_code 4
  expect_err 'hint: an event is push, tag, pr, schedule, manual or other'
}

case_a_negated_pattern_needs_something_to_match() {
  make_gitops
  artifact web.json web 1 '[
    {"app": "a", "env": "staging", "deploy": {"event": "push", "branch": "!main"}, "manifests": "a: 1"},
    {"app": "b", "env": "staging", "deploy": {"event": "push", "branch": "!{main,master}"}, "manifests": "a: 1"},
    {"app": "c", "env": "staging", "deploy": {"event": "push", "commitMessagePatterns": ["!*wip*"]}, "manifests": "a: 1"}]'
  jq 'del(.version.branch, .version.message)' web.json >.new && mv .new web.json
  tip=$(remote_tip)
  run artifact push -f web.json -o json
  expect_code 0
  expect_json '[.results[].status] | unique | join(" ")' skipped
  expect_json '.results[0].reason' 'the artifact has no branch to match "!main"'
  artifact tag.json web 2 '[{"app": "a", "env": "staging", "deploy": {"event": "tag", "tag": "!v*"}, "manifests": "a: 1"}]'
  jq '.version.event = "tag"' tag.json >.new && mv .new tag.json
  run artifact push -f tag.json -o json
  expect_json '.results[0].status' skipped
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
}

run_cases "$@"

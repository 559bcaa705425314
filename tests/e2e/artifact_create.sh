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

# one_commit FOLDER [INIT ARGS…]: a repository with a commit.
one_commit() {
  local folder=$1
  shift
  git init -q "$@" "$folder"
  git -C "$folder" remote add origin https://example.com/o/app.git
  git -C "$folder" -c user.name="Ann Author" commit -q --allow-empty -m "Add the cart"
}

# A checkout of another user's, as a job in a container finds it: it is read, nothing of it is run.
case_in_a_checkout_of_another_user() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be two users"
  one_commit app
  chown -R 1234 app && cd app || exit 1
  run artifact create
  expect_code 0
  expect_json '.version | "\(.repositoryName) \(.authorName) \(.message) \(.branch)"' "o/app Ann Author Add the cart main"
  expect_equal "stderr" "$err" ""
}

# Texts become UTF-8, whatever the commit is written in.
case_in_another_encoding() {
  one_commit app
  cd app || exit 1
  git config i18n.commitEncoding ISO-8859-1
  printf 'Gr\xfc\xdfe an alle' | git -c user.name="$(printf 'J\xf6rg')" commit -q --allow-empty -F -
  run artifact create
  expect_code 0
  expect_json '.version | "\(.authorName): \(.message)"' "Jörg: Grüße an alle"
  expect_equal "stderr" "$err" ""
  mkdir ../nothing && ln -s "$(command -v cat)" ../nothing/
  PATH=$WORK/nothing run artifact create
  expect_code 0
  expect_json .version.message "Gr��e an alle"
  expect_err 'are in ISO-8859-1, and there is no git to ask, so that characters are replaced'
  git config i18n.commitEncoding SHIFT-JIS
  printf 'カート' | iconv -t SHIFT-JIS | git commit -q --allow-empty -F -
  run artifact create
  expect_json .version.message カート
  # Bytes of no encoding that is named.
  git config --unset i18n.commitEncoding
  git -c i18n.commitEncoding=UTF-8 commit -q --allow-empty -m x
  git cat-file commit HEAD | sed 's/^x$/\xfc/' >../bytes
  git update-ref HEAD "$(git hash-object -t commit -w ../bytes)"
  run artifact create
  expect_code 0
  expect_json .version.message "�"
  expect_err 'are no UTF-8, and it names no other encoding'
}

# What libgit2 cannot read is asked of git; what git cannot read either is left out, which is said.
case_in_a_checkout_that_libgit2_cannot_read() {
  one_commit app --object-format=sha256
  cd app || exit 1
  git tag v1
  git remote rename origin upstream 2>/dev/null
  run artifact create --event tag
  expect_code 0
  expect_json '.version | "\(.repositoryName) \(.authorName) \(.message) \(.branch) \(.tag)"' \
    "o/app Ann Author Add the cart main v1"
  expect_json .version.sha "$(git rev-parse HEAD)"
  expect_equal "stderr" "$err" ""
  cd .. && one_commit future && cd future || exit 1
  git config core.repositoryFormatVersion 1 && git config -f .git/config extensions.unheardOf true
  run artifact create --repository a/b --sha 0123456 --branch main
  expect_code 0
  expect_json '.version | "\(.repositoryName) \(.sha) \(.message)"' "a/b 0123456 null"
  expect_err 'the checkout .*future cannot be read, so what it would say is left out: .*unheardof'
  GITHUB_ACTIONS=true GITHUB_REPOSITORY=octo/cat GITHUB_SHA=0123456789abcdef0123456789abcdef01234567 GITHUB_REF=refs/heads/main \
    GITHUB_EVENT_NAME=push run artifact create
  expect_code 0
  expect_json .version.repositoryName octo/cat
  expect_err 'cannot be read'
  run artifact create
  expect_code 2
  expect_err '\-\-repository is missing'
  expect_err 'cannot be read'
}

# The commit of a repository with a missing object, and one without its trees.
case_in_an_incomplete_checkout() {
  one_commit app
  git -C app config uploadpack.allowFilter true
  git clone -q --filter=tree:0 --no-checkout "file://$WORK/app" treeless 2>/dev/null
  cd treeless || exit 1
  run artifact create --repository o/app
  expect_json .version.message "Add the cart"
  cd ../app || exit 1
  id=$(git rev-parse HEAD)
  rm -f ".git/objects/${id:0:2}/${id:2}"
  run artifact create --sha "$id" --branch main --repository o/app
  expect_code 0
  expect_err 'cannot be read'
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
  expect_err '^hint: .*--vars-file'
  # What a script hands on of all that it finds.
  export CIRCLE_OIDC_TOKEN=ey.t0ps3cret SIGNING_KEY="begin t0ps3cret
and more"
  run artifact create --repository a/b --sha 1 --field SIGNING_KEY="$SIGNING_KEY" --var API_TOKEN=t0ps3cret \
    --var CIRCLE_OIDC_TOKEN=ey.t0ps3cret behind --var BUILD=42 --var SIGNING_KEY=begin t0ps3cret
  expect_code 0
  expect_no_out t0ps3cret
  expect_no_err t0ps3cret
  expect_json '[.vars, .items] | tojson' '[{"BUILD":"42"},[]]'
  expect_err '^warning: "API_TOKEN" of the environment looks like a secret: it is left out; .*--vars-file'
  expect_err '^warning: "SIGNING_KEY" of the environment'
  # What somebody wrote down.
  printf 'API_TOKEN=t0ps3cret\n' >vars.env
  run artifact create --repository a/b --sha 1 --vars-file vars.env --var PRIMARY_KEY=id
  expect_json '.vars | tojson' '{"API_TOKEN":"t0ps3cret","PRIMARY_KEY":"id"}'
  expect_err '"PRIMARY_KEY" looks like a secret; it is stored in clear'
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

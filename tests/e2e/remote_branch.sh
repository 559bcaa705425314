#!/usr/bin/env bash
# Where a release is pushed: where `git push` would push, which is asked each time, or nowhere with a word of what to set.
. "$(dirname "$0")/lib.sh"

# clone_of_two [CLONE-OPTIONS]: $WORK/clone, of one.git, with a second remote "fork"; one commit is in both.
clone_of_two() {
  git init -q --bare one.git
  git init -q --bare two.git
  git clone -q "$@" one.git clone 2>/dev/null
  git -C clone commit -q --allow-empty -m "Start"
  git -C clone push -q "$(git -C clone remote)" HEAD:main 2>/dev/null
  git -C clone push -q "$WORK/two.git" HEAD:main 2>/dev/null
  git -C clone remote add fork "$WORK/two.git"
  git -C clone fetch -q --all
  export GIMLET_GITOPS_REPO=$WORK/clone
}

heads() { git -C "$1" for-each-ref --format="%(refname:short)" --contains "$(git -C clone rev-parse HEAD)" refs/heads 2>/dev/null | tr '\n' ' '; }

# goes_as_git_says DESCRIPTION VERSION: git push would push, and a release goes to the same branch of the same repository.
goes_as_git_says() {
  local says url branch
  says=$(git -C clone push --dry-run --porcelain 2>/dev/null)
  url=$(sed -n 's/^To //p' <<<"$says") branch=$(sed -nE 's/^.?\t[^:]*:refs\/heads\/(\S+).*/\1/p' <<<"$says")
  if [ -z "$branch" ]; then  # all that is to be pushed is there already: git says so after a commit only
    git -C clone commit -q --allow-empty -m "One to push"
    says=$(git -C clone push --dry-run --porcelain 2>/dev/null)
    url=$(sed -n 's/^To //p' <<<"$says") branch=$(sed -nE 's/^.?\t[^:]*:refs\/heads\/(\S+).*/\1/p' <<<"$says")
    git -C clone reset -q --hard HEAD~
  fi
  push web "$2"
  expect_code 0
  expect_err "^pushed to .*$url $branch\$"
  expect_json .pushedTo "$url $branch"
  expect_equal "$1: the branch at $url" "$(git -C "$url" rev-parse "$branch")" "$(git -C clone rev-parse HEAD)"
}

# refused DESCRIPTION VERSION PATTERN: git would not push, and nothing is released, here or there.
refused() {
  local before
  before=$(git -C one.git for-each-ref; git -C two.git for-each-ref; git -C clone for-each-ref)
  expect_not "git pushes: $1" git -C clone push --dry-run
  push web "$2"
  expect_code 1
  expect_err "$3"
  expect_err '^hint: '
  expect_equal "$1: all refs" "$(git -C one.git for-each-ref; git -C two.git for-each-ref; git -C clone for-each-ref)" "$before"
  expect_equal "$1: the clone" "$(git -C clone status --porcelain)" ""
}

case_the_only_remote_has_another_name() {
  git init -q --bare one.git
  git clone -q -o upstream one.git clone 2>/dev/null
  git -C clone commit -q --allow-empty -m "Start" && git -C clone push -q upstream HEAD 2>/dev/null
  export GIMLET_GITOPS_REPO=$WORK/clone
  goes_as_git_says "a remote called upstream" 1
  expect_equal "the tracking branch" "$(git -C clone rev-parse upstream/main)" "$(git -C clone rev-parse HEAD)"
}

case_the_branch_names_its_remote() {
  clone_of_two
  git -C clone config branch.main.remote fork
  git -C clone config branch.main.merge refs/heads/main
  goes_as_git_says "branch.main.remote" 1
  expect_equal "the other remote" "$(heads one.git)" ""
}

case_another_remote_to_push_to() {
  clone_of_two
  git -C clone config remote.pushDefault fork
  goes_as_git_says "remote.pushDefault" 1
  git -C clone config --unset remote.pushDefault
  git -C clone config branch.main.pushRemote fork
  goes_as_git_says "branch.main.pushRemote" 2
  expect_equal "the remote that is fetched from" "$(heads one.git)" ""
}

case_a_branch_that_follows_another_name() {
  clone_of_two
  git -C clone push -q origin HEAD:refs/heads/live
  git -C clone fetch -q
  git -C clone branch -q --set-upstream-to origin/live
  refused "push.default is not set" 1 'follows live of origin'
  git -C clone config push.default upstream
  goes_as_git_says "push.default upstream" 1
  git -C clone config push.default current
  goes_as_git_says "push.default current" 2
}

case_push_refspecs() {
  clone_of_two
  git -C clone config remote.origin.push 'refs/heads/*:refs/heads/people/*'
  goes_as_git_says "a refspec with a pattern" 1
  git -C clone config remote.origin.push HEAD:refs/for/main
  push web 2
  expect_code 1
  expect_err 'refs/for/main, which is no branch'
}

case_nothing_is_chosen() {
  clone_of_two -o upstream
  git -C clone config --unset branch.main.remote
  git -C clone config --unset branch.main.merge
  refused "two remotes, none of them origin" 1 'none of the remotes fork, upstream is chosen'
  run artifact push -f "$WORK/web-1.json" --no-push
  expect_code 0
  expect_no_err 'pushed to'
}

case_a_branch_that_follows_one_of_its_own_clone() {
  clone_of_two
  git -C clone checkout -q -b side --track main 2>/dev/null
  push web 1
  expect_code 1
  expect_err 'follows another branch of its own clone'
}

case_several_urls_to_push_to() {
  clone_of_two
  git -C clone remote set-url --add --push origin "$WORK/one.git"
  git -C clone remote set-url --add --push origin "$WORK/two.git"
  tips=$(git -C one.git rev-parse main; git -C two.git rev-parse main)
  push web 1
  expect_code 1
  expect_err 'has 2 URLs to push to'
  expect_equal "both" "$(git -C one.git rev-parse main; git -C two.git rev-parse main)" "$tips"
  run artifact push -f "$WORK/web-1.json" --no-push
  expect_code 0
}

run_cases "$@"

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
  git -C clone config --unset-all remote.origin.push
  git -C clone config push.default nothing
  git -C clone config remote.origin.push :
  goes_as_git_says "all branches that the remote has" 3
  git -C clone config remote.origin.push refs/heads/main:refs/heads/live
  git -C clone config --add remote.origin.push ^refs/heads/main
  goes_as_git_says "a negative refspec takes nothing from a name" 4
}

# not_sent DESCRIPTION VERSION: as refused, where git push ends well and pushes no such branch.
not_sent() {
  local before
  git -C clone commit -q --allow-empty -m "One to push"
  expect_equal "git on: $1" "$(git -C clone push --dry-run --porcelain 2>/dev/null | grep -c 'refs/heads/main:')" 0
  git -C clone reset -q --hard HEAD~
  before=$(git -C one.git for-each-ref; git -C clone for-each-ref)
  push web "$2"
  expect_code 1
  expect_err 'remote.origin.push does not send the branch main anywhere'
  expect_err '^hint: git config --add remote.origin.push refs/heads/main$'
  expect_equal "$1: all refs" "$(git -C one.git for-each-ref; git -C clone for-each-ref)" "$before"
}

case_push_refspecs_without_the_branch() {
  clone_of_two
  git -C clone branch other
  git -C clone config remote.origin.push refs/heads/other:refs/heads/other
  not_sent "the refspec of another branch" 1
  git -C clone config remote.origin.push 'refs/heads/*:refs/heads/*'
  git -C clone config --add remote.origin.push ^refs/heads/main
  not_sent "a negative refspec" 1
  git -C clone config --replace-all remote.origin.push '^refs/heads/m*' '\^'
  not_sent "a negative pattern" 1
  git -C clone config --unset-all remote.origin.push '\^'
  git -C clone branch -q -D other
  goes_as_git_says "without it" 1
}

case_push_default() {
  clone_of_two
  git -C clone config push.default nothing
  refused "push.default nothing" 1 'push.default is nothing'
  git -C clone config push.default matching
  goes_as_git_says "push.default matching" 1
  git -C clone config push.default upstream
  git -C clone config branch.main.remote origin
  git -C clone config --unset-all branch.main.merge
  refused "push.default upstream without one" 2 'the branch main follows none'
  expect_err '^hint: git branch --set-upstream-to origin/main main'
  git -C clone branch -q --set-upstream-to origin/main
  goes_as_git_says "push.default upstream" 2
  git -C clone config remote.pushDefault fork
  refused "push.default upstream with another remote to push to" 3 'pushed to fork, which it does not follow'
  git -C clone config push.default simple
  goes_as_git_says "push.default simple with another remote to push to" 3
}

# The remote is read at one URL and written at another, which the first one follows later, or never.
case_another_url_to_push_to() {
  clone_of_two
  git -C clone config remote.origin.pushurl "$WORK/two.git"
  goes_as_git_says "a pushurl" 1
  goes_as_git_says "a pushurl again, and what is fetched lags behind" 2
  git -C two.git update-ref refs/heads/main "$(git -C two.git commit-tree -m Other -p main 'main^{tree}')"
  push web 3
  expect_code 0
  expect_equal "what others pushed there" "$(git -C two.git log -1 --skip=1 --format=%s main)" Other
  git config --global "url.$WORK/one.git.pushInsteadOf" "$WORK/two.git"
  goes_as_git_says "pushInsteadOf does not hold for a pushurl" 4
  expect_equal "the other one" "$(heads one.git)" ""
}

case_urls_that_are_rewritten() {
  clone_of_two
  git config --global "url.$WORK/two.git.pushInsteadOf" "$WORK/one.git"
  goes_as_git_says "pushInsteadOf" 1
  goes_as_git_says "pushInsteadOf again" 2
  push_by_url() { GIMLET_GITOPS_REPO=file://$WORK/one.git push web "$1"; }
  git config --global "url.file://$WORK/two.git.pushInsteadOf" "file://$WORK/one.git"
  for version in 3 4; do
    push_by_url "$version"
    expect_code 0
    expect_json .pushedTo "file://$WORK/two.git main"
  done
  expect_equal "the one that is fetched" "$(git -C one.git log --format=%s main)" Start
  git config --global --remove-section "url.$WORK/two.git"
  git config --global "url.$WORK/.insteadOf" corp/
  git -C clone remote set-url origin corp/two.git
  git -C clone pull -q --no-rebase
  goes_as_git_says "insteadOf of what looks like a path" 5
}

# Settings for all remotes that may be called so make none.
case_a_remote_without_a_url() {
  git config --global remote.origin.prune true
  git init -q clone && git -C clone commit -q --allow-empty -m Start
  export GIMLET_GITOPS_REPO=$WORK/clone
  push web 1
  expect_code 0
  expect_no_err 'pushed to'
}

# The programs that serve a remote are its own.
case_programs_of_the_remote() {
  clone_of_two
  for program in upload receive; do
    printf '#!/bin/sh\necho %s >>"%s/used"\nexec git-%s-pack "$@"\n' "$program" "$WORK" "$program" >"$program"
    chmod +x "$program"
    git -C clone config "remote.origin.${program}pack" "$WORK/$program"
  done
  goes_as_git_says "programs of the remote" 1
  rm used
  push web 2
  expect_code 0
  expect_equal "they served" "$(sort -u used | tr '\n' ' ')" "receive upload "
}

# git push in a mirror pushes whatever refs there are.
case_a_mirror() {
  clone_of_two
  git clone -q --mirror one.git mirror.git
  artifact web.json web 1
  for version in 1 2; do
    artifact web.json web "$version"
    run --gitops-repo mirror.git artifact push -f web.json -o json
    expect_code 0
    expect_json .pushedTo "$WORK/one.git main"
    expect_equal "all refs" "$(git -C mirror.git for-each-ref)" "$(git -C one.git for-each-ref)"
  done
  git -C one.git update-ref refs/heads/main "$(git -C one.git commit-tree -m Other -p main 'main^{tree}')"
  artifact web.json web 3
  run --gitops-repo mirror.git artifact push -f web.json --no-push
  expect_code 0
  run --gitops-repo mirror.git release list --env staging -o json
  expect_json '.[0].artifactId' mycompany/web-3
  artifact web.json web 4
  run --gitops-repo mirror.git artifact push -f web.json
  expect_code 6
  expect_err 'has commits that its remote lacks'
  expect_equal "what was not pushed" "$(git -C mirror.git show main:staging/web/manifest.yaml | grep version)" '  version: "3"'
  git -C mirror.git fetch -q
  run --gitops-repo mirror.git artifact push -f web.json
  expect_code 0
  expect_equal "all refs" "$(git -C mirror.git for-each-ref)" "$(git -C one.git for-each-ref)"
  git -C mirror.git push -q
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

# A remote's own proxy, for which nobody listens here.
case_the_proxy_of_one_remote() {
  make_gitops
  git -C gitops remote set-url origin http://remote.invalid/x.git
  git -C gitops config remote.origin.proxy http://127.0.0.1:9
  push web 1
  expect_code 1
  expect_err 'connect to 127.0.0.1 port 9'
  expect_no_err 'resolve host'
}

run_cases "$@"

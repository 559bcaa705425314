#!/usr/bin/env bash
# Remotes: a URL kept as a mirror, shallow and partial clones, several writers at once.
. "$(dirname "$0")/lib.sh"

# A file URL is mirrored in the cache folder.
case_a_url_is_kept_as_a_mirror() {
  make_gitops
  push web 1
  export GIMLET_GITOPS_REPO=file://$WORK/remote.git
  push web 2
  expect_code 0
  expect_version staging/web 2
  expect "the mirror is in the cache" test -d "$XDG_CACHE_HOME/gimlet"
  run release status --env staging -o json
  expect_json .web.artifactId mycompany/web-2
  run rollback --env staging --app web --previous
  expect_code 0
  # A mirror is fetched before it is read.
  GIMLET_GITOPS_REPO=$WORK/gitops push web 3
  run release status --env staging -o json
  expect_json .web.artifactId mycompany/web-3
  GIMLET_GITOPS_REPO=file://$WORK/nothing.git run release status
  expect_code 1
  expect_err 'nothing.git'
}

# Clones as CI makes them.
case_clones_as_ci_makes_them() {
  make_gitops
  push web 3
  git clone -q --depth 1 "file://$WORK/remote.git" shallow 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/shallow push web 4
  expect_code 0
  expect_version staging/web 4
  expect "it is still shallow" test -f shallow/.git/shallow
  git -C remote.git config uploadpack.allowFilter true
  git clone -q --filter=blob:none --no-checkout "file://$WORK/remote.git" partial 2>/dev/null
  git clone -q --bare --filter=blob:none "file://$WORK/remote.git" partial.git 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/partial.git push web 5
  expect_code 0
  expect_version staging/web 5
}

# An artifact is released in each repository that it is pushed to, and on each branch, whatever else it was released to.
case_one_artifact_and_two_repositories() {
  make_gitops
  git init -q --bare second.git
  push web 1
  run --gitops-repo "file://$WORK/second.git" artifact push -f web-1.json -o json
  expect_json '.results[0].status' released
  expect_equal "the second repository" "$(git -C second.git show main:staging/web/manifest.yaml | grep version:)" '  version: "1"'
  git -C gitops push -q origin main~1:refs/heads/other
  git -C gitops fetch -q
  run --gitops-branch other artifact push -f web-1.json -o json
  expect_json '.results[0].status' released
  expect_equal "the other branch" "$(git -C remote.git show other:staging/web/manifest.yaml | grep version:)" '  version: "1"'
  # Again, it changes nothing anywhere, and brings nothing back.
  push web 2
  for where in "--gitops-repo=file://$WORK/second.git" --gitops-branch=other --gitops-branch=main; do
    run "$where" artifact push -f web-1.json -o json
    expect_json '.results[0].status' unchanged
    expect_json '.changed' false
  done
  expect_version staging/web 2
}

case_what_was_not_pushed_is_made_up_for() {
  make_gitops
  artifact web-1.json web 1
  run artifact push -f web-1.json --no-push
  expect_code 0
  expect_no_err 'pushed to'
  expect_not "it is on the remote" remote_file staging/web/manifest.yaml
  run artifact push -f web-1.json
  expect_code 0
  expect_err 'pushed to .*remote.git main'
  expect_version staging/web 1
  expect_equal "the tracking branch" "$(git -C gitops rev-parse origin/main)" "$(remote_tip)"
  run release --env production --artifact mycompany/web-1 --no-push -o json
  expect_json .pushedTo null
  run release --env production --artifact mycompany/web-1 -o json
  expect_err 'pushed to .*remote.git main'
  expect_json .pushedTo "$WORK/remote.git main"
  expect_version production/web 1
  # A person's own commit is theirs to push.
  git -C gitops commit -q --allow-empty -m "Not ready"
  run release --env production --artifact mycompany/web-1
  expect_code 0
  expect_no_err 'pushed to'
  expect_equal "the remote's tip" "$(remote_tip)" "$(git -C gitops rev-parse main~1)"
  # Nor is it pushed where it has merged the remote, whose tip is then no first parent of it.
  git clone -q remote.git other && git -C other commit -q --allow-empty -m "Theirs" && git -C other push -q 2>/dev/null
  tip=$(remote_tip)
  git -C gitops pull -q --no-rebase --no-edit 2>/dev/null
  run release --env production --artifact mycompany/web-1
  expect_code 0
  expect_no_err 'pushed to'
  expect_equal "the remote's tip after a merge" "$(remote_tip)" "$tip"
}

# A repository given by URL: the branch is the one that the remote's HEAD names today.
case_the_remote_renames_its_branch() {
  make_gitops
  export GIMLET_GITOPS_REPO=file://$WORK/remote.git
  push web 1
  git -C remote.git branch -m main trunk
  git -C remote.git symbolic-ref HEAD refs/heads/trunk
  push web 2
  expect_code 0
  expect_equal "branches" "$(git -C remote.git for-each-ref --format='%(refname:short)' refs/heads)" trunk
  expect_equal "the version" "$(git -C remote.git show trunk:staging/web/manifest.yaml | grep version:)" '  version: "2"'
  # The old one may still be there.
  git -C remote.git branch old trunk~1
  git -C remote.git symbolic-ref HEAD refs/heads/old
  run release status --env staging -o json
  expect_json .web.artifactId mycompany/web-1
  # One that is asked for by name and gone is no new one.
  git -C remote.git symbolic-ref HEAD refs/heads/trunk
  run --gitops-branch old release status --env staging -o json
  expect_json .web.artifactId mycompany/web-1
  git -C remote.git branch -q -D old
  run --gitops-branch old artifact push -f web-2.json
  expect_code 3
  expect_err 'there is no branch old in file://'
  expect_err 'hint: it has trunk; a new one is made with --create-branch'
  expect_equal "branches" "$(git -C remote.git for-each-ref --format='%(refname:short)' refs/heads)" trunk
  # HEAD may name no branch at all.
  git -C remote.git symbolic-ref HEAD refs/heads/nothing
  rm -rf "$XDG_CACHE_HOME"
  push web 3
  expect_code 3
  expect_err 'hint: it has trunk'
}

# A branch whose name became the folder of others', or the other way round: the copies of the old ones make way.
case_the_remote_makes_a_folder_of_a_branch() {
  make_gitops
  rename() { git -C remote.git branch -m "$1" between && git -C remote.git branch -m between "$2"; }
  on() { git -C remote.git show "$1:staging/web/manifest.yaml" | grep version:; }
  git -C remote.git branch prod main
  git clone -q -b prod remote.git pruning && git clone -q -b prod remote.git keeping
  git -C pruning config fetch.prune true
  artifact web.json web 1
  url=file://$WORK/remote.git version=0 last=prod
  for branch in prod prod/eu prod; do
    [ "$branch" = "$last" ] || rename "$last" "$branch"
    last=$branch version=$((version + 1))
    artifact web.json web "$version"
    run --gitops-repo "$url" --gitops-branch "$branch" artifact push -f web.json
    expect_code 0
    expect_equal "on $branch" "$(on "$branch")" "  version: \"$version\""
  done
  rename prod prod/eu
  # The one that is nowhere is still a mistake, and one that is asked for makes way, too.
  run --gitops-repo "$url" --gitops-branch prod artifact push -f web.json
  expect_code 3
  run --gitops-repo "$url" --gitops-branch prod/eu/x artifact push -f web.json
  expect_code 3
  git -C remote.git branch -m prod/eu other
  run --gitops-repo "$url" --gitops-branch prod/us --create-branch artifact push -f web.json
  expect_code 0
  expect_no_err 'was moved meanwhile'
  git -C remote.git branch -m prod/us prod/eu
  # In clones as git does it.
  for clone in pruning keeping; do git -C $clone branch -q -m prod prod-of-old; done
  artifact web.json web 5
  run --gitops-repo pruning --gitops-branch prod/eu artifact push -f web.json
  expect_code 0
  expect_equal "on prod/eu" "$(on prod/eu)" '  version: "5"'
  run --gitops-repo keeping --gitops-branch prod/eu artifact push -f web.json
  expect_code 1
  expect_err 'refs/remotes/origin/prod is in the way of refs/remotes/origin/prod/eu'
  expect_err 'hint: git remote prune origin'
  git -C keeping remote prune origin
  run --gitops-repo keeping --gitops-branch prod/eu artifact push -f web.json
  expect_code 0
}

# An empty remote says which branch its HEAD waits for.
case_an_empty_remote() {
  for branch in main trunk; do
    git init -q --bare --initial-branch="$branch" "$branch.git"
    [ "$branch" != trunk ] || git -C trunk.git tag v1 "$(git -C trunk.git commit-tree -m Tagged "$(git -C trunk.git hash-object -t tree -w /dev/null)")"
    for version in 1 2; do
      artifact web.json web "$version"
      run --gitops-repo "file://$WORK/$branch.git" artifact push -f web.json -o json
      expect_code 0
      expect_json .pushedTo "file://$WORK/$branch.git $branch"
    done
    expect_equal "branches" "$(git -C "$branch.git" for-each-ref --format="%(refname:short)" refs/heads)" "$branch"
    [ "$branch" != trunk ] || expect_equal "its tag stays" "$(git -C trunk.git tag)" v1
    expect_equal "commits that a clone has" "$(git clone -q "$branch.git" "$branch" && git -C "$branch" rev-list --count HEAD)" 2
  done
}

# A branch that is nowhere is a mistake, unless it is to be made.
case_a_branch_that_is_nowhere() {
  make_gitops
  push web 1
  artifact web-2.json web 2
  for where in "$WORK/gitops" "file://$WORK/remote.git"; do
    for command in "artifact push -f web-2.json" "release status" "release list" "rollback --env staging --app web --previous"; do
      # shellcheck disable=SC2086  # several words
      run --gitops-repo "$where" --gitops-branch mian $command
      expect_code 3
      expect_err 'there is no branch mian'
      expect_err 'it has main'
    done
    expect_equal "branches" "$(git -C remote.git for-each-ref --format='%(refname:short)' refs/heads)" main
    run --gitops-repo "$where" --gitops-branch new --create-branch artifact push -f web-2.json -o json
    expect_code 0
    expect_json '.results[0].status' released
    expect_equal "what it starts from" "$(git -C remote.git rev-parse new~1)" "$(remote_tip)"
    git -C remote.git branch -q -D new
    git -C gitops update-ref -d refs/heads/new
    git -C gitops update-ref -d refs/remotes/origin/new
    # Made even where nothing is to be committed.
    run --gitops-repo "$where" --gitops-branch same --create-branch artifact push -f web-1.json -o json
    expect_code 0
    expect_json '.results[0].status' unchanged
    expect_equal "the branch" "$(git -C remote.git rev-parse same)" "$(remote_tip)"
    git -C remote.git branch -q -D same
    git -C gitops update-ref -d refs/heads/same
    git -C gitops update-ref -d refs/remotes/origin/same
  done
  # The first commit of an empty repository needs no word.
  git init -q --bare empty.git
  run --gitops-repo "file://$WORK/empty.git" artifact push -f web-1.json
  expect_code 0
  run --gitops-repo "file://$WORK/empty.git" --gitops-branch other artifact push -f web-1.json
  expect_code 3
  git init -q --bare empty2.git && git clone -q empty2.git clone2 2>/dev/null
  run --gitops-repo clone2 artifact push -f web-1.json
  expect_code 0
}

# Nothing is lost.
case_eight_writers_with_clones_of_their_own() {
  make_gitops
  writers=()
  for w in 1 2 3 4 5 6 7 8; do
    (
      git clone -q --bare "$WORK/remote.git" "$WORK/w$w.git" 2>/dev/null
      git -C "$WORK/w$w.git" config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
      export GIMLET_GITOPS_REPO=$WORK/w$w.git GIMLET_STORE=$WORK/w$w.mdb
      for n in 1 2 3; do
        artifact "$WORK/w$w-$n.json" "app$w" "$n"
        "$GIMLET" artifact push -f "$WORK/w$w-$n.json" >/dev/null 2>>"$WORK/w$w.log" || echo "writer $w: $?" >>"$WORK/writers.log"
      done
    ) &
    writers+=($!)
  done
  wait "${writers[@]}"
  expect_equal "failures" "$(cat writers.log 2>/dev/null)" ""
  for w in 1 2 3 4 5 6 7 8; do
    expect_equal "app$w" "$(remote_file "staging/app$w/manifest.yaml" | grep version:)" '  version: "3"'
    expect_equal "its commits" "$(git -C remote.git log --format=%s main -- "staging/app$w" | wc -l)" 3
  done
}

# Processes of one machine with one store and one clone.
case_four_writers_with_one_clone() {
  make_gitops
  writers=()
  for w in 1 2 3 4; do
    (
      artifact "$WORK/s$w.json" "same$w" 1
      "$GIMLET" --quiet artifact push -f "$WORK/s$w.json" >/dev/null 2>>"$WORK/writers.log" || echo "writer $w: $?" >>"$WORK/writers.log"
    ) &
    writers+=($!)
  done
  wait "${writers[@]}"
  expect_equal "failures" "$(cat writers.log 2>/dev/null)" ""
  for w in 1 2 3 4; do expect "same$w" remote_file "staging/same$w/manifest.yaml"; done
}

run_cases "$@"

#!/usr/bin/env bash
# Clones as git makes them and as people share them: modes, extensions, a git that works beside us.
. "$(dirname "$0")/lib.sh"

# The modes of what is in a git folder, by kind: object folders, objects, the branch, its log and the log's folder.
modes() {
  local folder=$1
  {
    find "$folder/objects" -mindepth 1 -type d -name '??' -printf 'object folder %m\n'
    find "$folder/objects" -type f -path '*/??/*' -printf 'object %m\n'
    find "$folder/refs/heads" -type f -printf 'branch %m\n'
    find "$folder/logs" -mindepth 1 -type d -printf 'log folder %m\n'
    find "$folder/logs" -type f -printf 'log %m\n'
  } | sort -u
}

# What is made in a repository of several users has the modes that git gives it, whoever's umask it is.
case_modes_of_a_shared_repository() {
  local sharing mask
  artifact web.json web 1
  for sharing in umask group all 0640 0664; do
    for mask in 022 077; do
      rm -rf ours.git theirs.git
      umask "$mask"
      for repository in ours theirs; do
        git init -q --template= --bare --shared="$sharing" $repository.git
        git -C $repository.git config core.logAllRefUpdates true
      done
      run --gitops-repo ours.git artifact push -f web.json
      expect_code 0
      # shellcheck disable=SC2016  # the commit's own words
      git -C theirs.git update-ref refs/heads/main \
        "$(git -C theirs.git commit-tree -m Start "$(git -C theirs.git hash-object -t tree -w --stdin </dev/null)")"
      expect_equal "modes with $sharing and umask $mask" "$(modes ours.git)" "$(modes theirs.git)"
      umask 022
    done
  done
}

# Also where git is told so in another way than by a file.
case_modes_that_the_environment_asks_for() {
  local repository
  artifact web.json web 1
  for repository in ours theirs; do git init -q --template= --bare $repository.git; done
  git -C ours.git config core.logAllRefUpdates true && git -C theirs.git config core.logAllRefUpdates true
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.sharedRepository GIT_CONFIG_VALUE_0=group
  run --gitops-repo ours.git artifact push -f web.json
  expect_code 0
  # shellcheck disable=SC2016  # the commit's own words
  git -C theirs.git update-ref refs/heads/main \
    "$(git -C theirs.git commit-tree -m Start "$(git -C theirs.git hash-object -t tree -w --stdin </dev/null)")"
  expect_equal "modes" "$(modes ours.git)" "$(modes theirs.git)"
  expect_equal "the branch" "$(stat -c %a ours.git/refs/heads/main)" 664
}

# A ref that is removed may be a packed one: all other refs are in the file that is made anew.
case_modes_after_a_packed_ref_is_removed() {
  make_gitops
  git -C remote.git config core.sharedRepository group
  git -C remote.git update-ref refs/gimlet/push/99999 main
  git -C remote.git pack-refs --all
  chmod 660 remote.git/packed-refs
  artifact web.json web 1
  (umask 077; "$GIMLET" --gitops-repo remote.git artifact push -f web.json >/dev/null 2>&1)
  expect_equal "what a killed push left" "$(git -C remote.git for-each-ref refs/gimlet)" ""
  expect_equal "packed-refs" "$(stat -c %a remote.git/packed-refs)" 660
  expect_equal "folders that the group cannot write" "$(find remote.git/refs/gimlet -type d ! -perm -2070 2>/dev/null)" ""
  expect_version staging/web 1
}

# What a killed push of another user left is in nobody's way.
case_a_draft_of_another_user() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be two users"
  command -v setpriv >/dev/null || skip "there is no setpriv"
  make_gitops
  git config --global --add safe.directory '*'
  artifact web.json web 1
  chmod -R a+rwX "$WORK" && chmod a+x "$SUITE_DIR"
  touch gitops/.git/gimlet-ref && chmod 600 gitops/.git/gimlet-ref
  setpriv --reuid 1001 --regid 1001 --clear-groups "$GIMLET" artifact push -f web.json --store "$WORK/theirs.mdb" >/dev/null 2>.err
  code=$? err=$(cat .err)
  expect_code 0
  expect_version staging/web 1
  expect_not "the draft is left" test -e gitops/.git/gimlet-ref
}

# The index of a shared clone, too.
case_modes_of_a_shared_clone() {
  make_gitops
  git -C gitops config core.sharedRepository group
  umask 077
  push web 1
  umask 022
  expect_code 0
  expect_equal "the index" "$(stat -c %a gitops/.git/index)" 660
  expect_equal "the lock" "$(stat -c %a gitops/.git/gimlet.lock)" 660
}

# Two users of one group, in a repository that is shared: neither locks the other out.
case_two_users() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be two users"
  command -v setpriv >/dev/null || skip "there is no setpriv"
  local user n=0
  chmod 755 "$SUITE_DIR" "$WORK"
  git init -q --bare --shared=group s.git
  chgrp -R 5000 s.git && chown -R 1001 s.git
  for user in 1001 1002; do
    mkdir "h$user"
    printf '[safe]\n directory=*\n[user]\n name=u\n email=u@example.com\n' >"h$user/.gitconfig"
    chown -R "$user:5000" "h$user"
  done
  for user in 1001 1002 1001 1002; do
    n=$((n + 1))
    artifact "a$n.json" web "$n" && chmod 644 "a$n.json"
    out=$(setpriv --reuid "$user" --regid 5000 --clear-groups env -u GIT_CONFIG_GLOBAL HOME="$WORK/h$user" \
      GIMLET_STORE="$WORK/h$user/store" XDG_CONFIG_HOME= XDG_DATA_HOME= XDG_CACHE_HOME="$WORK/h$user/cache" \
      "$GIMLET" --gitops-repo "$WORK/s.git" artifact push -f "a$n.json" 2>&1)
    code=$?
    expect_code 0
  done
  expect_equal "the version" "$(git -c safe.directory='*' -C s.git show main:staging/web/manifest.yaml | grep version:)" '  version: "4"'
}

# Who may read the lock only can take it all the same: flock(2) asks for no more.
case_a_lock_of_another_user() {
  make_gitops
  push web 1
  chmod 444 gitops/.git/gimlet.lock
  push web 2
  expect_code 0
}

# as_nobody COMMAND…: as a user who owns nothing here, with folders of his own.
as_nobody() {
  mkdir -p nobody && chown 1003:1003 nobody
  setpriv --reuid 1003 --regid 1003 --clear-groups env HOME="$WORK/nobody" XDG_CONFIG_HOME="$WORK/nobody/config" \
    XDG_DATA_HOME="$WORK/nobody/data" XDG_CACHE_HOME="$WORK/nobody/cache" "$@"
}

# A clone that one may only read: what would be done is shown.
case_a_dry_run_without_write_access() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be another user"
  command -v setpriv >/dev/null || skip "there is no setpriv"
  chmod 755 "$SUITE_DIR" "$WORK"
  make_gitops
  push web 1
  git config --global --add safe.directory '*'
  artifact web-2.json web 2 && chmod 644 web-2.json
  before=$(find gitops -printf '%p %m %T@\n' | sort)
  as_nobody "$GIMLET" artifact push -f web-2.json --dry-run --diff >.out 2>.err
  code=$? out=$(cat .out) err=$(cat .err)
  expect_code 0
  expect_out '^\+  version: "2"'
  expect_err 'the clone cannot be written, so it was not brought up to date first'
  expect_equal "the clone" "$(find gitops -printf '%p %m %T@\n' | sort)" "$before"
  as_nobody "$GIMLET" artifact push -f web-2.json >.out 2>.err
  code=$? out=$(cat .out) err=$(cat .err)
  expect_code 1
  expect_err 'cannot write the object .*: Permission denied'
}

# A repository of another user is opened where git would open it, however it is told.
case_safe_directories() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be two users"
  make_gitops
  chown -R 1001 gitops
  push web 1
  expect_code 4
  expect_err 'belongs to another user'
  expect_err "hint: git config --global --add safe.directory $WORK/gitops"
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$WORK/gitops push web 2
  expect_code 0
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=/elsewhere push web 3
  expect_code 4
  printf '[include]\npath = %s/more.config\n' "$WORK" >>"$GIT_CONFIG_GLOBAL"
  printf '[safe]\ndirectory = *\n' >more.config
  push web 4
  expect_code 0
  printf '[safe]\ndirectory =\n' >more.config
  push web 5
  expect_code 4
  git config --global --add safe.directory "$WORK/gitops"
  push web 6
  expect_code 0
  expect_version staging/web 6
}

# Extensions that change nothing of what is done here, also where the git at hand does not know them.
case_extensions() {
  make_gitops
  push web 1
  local n=1 extension
  for extension in preciousObjects=true relativeWorktrees=true worktreeConfig=true partialClone=origin objectFormat=sha1 \
    refStorage=files noop=true; do
    n=$((n + 1))
    rm -rf clone && git clone -q remote.git clone
    git -C clone config core.repositoryFormatVersion 1
    git config -f clone/.git/config "extensions.${extension%%=*}" "${extension#*=}"
    GIMLET_GITOPS_REPO=$WORK/clone push web "$n"
    expect_code 0
    expect_version staging/web "$n"
  done
  # Those that do are refused by name.
  for extension in refStorage=reftable compatObjectFormat=sha256 unheardOf=true; do
    rm -rf clone && git clone -q remote.git clone
    git config -f clone/.git/config core.repositoryFormatVersion 1
    git config -f clone/.git/config "extensions.${extension%%=*}" "${extension#*=}"
    GIMLET_GITOPS_REPO=$WORK/clone push web refused
    expect_code 4
    expect_err "${extension%%=*}|$(tr '[:upper:]' '[:lower:]' <<<"${extension%%=*}")"
  done
  git init -q --object-format=sha256 other
  GIMLET_GITOPS_REPO=$WORK/other push web refused
  expect_code 4
  expect_err 'sha256'
}

# A bare repository with linked working trees, whose configuration of its own says that it is bare.
case_bare_by_a_configuration_of_its_own() {
  make_gitops
  push web 1
  git clone -q --bare remote.git hub.git
  git -C hub.git config core.repositoryFormatVersion 1
  git -C hub.git config extensions.worktreeConfig true
  git config -f hub.git/config --unset core.bare
  git config -f hub.git/config.worktree core.bare true
  GIMLET_GITOPS_REPO=$WORK/hub.git push web 2
  expect_code 0
  expect_version staging/web 2
  expect_not "files beside the repository" test -e staging
}

# core.worktree puts the files elsewhere, where there may be no repository, or another one.
case_files_elsewhere() {
  make_gitops
  git clone -q --bare remote.git dot.git
  mkdir tree
  git -C dot.git config core.bare false && git -C dot.git config core.worktree "$WORK/tree"
  git -C dot.git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
  git --git-dir=dot.git --work-tree=tree reset -q --hard
  GIMLET_GITOPS_REPO=$WORK/dot.git push web 1
  expect_code 0
  expect_version staging/web 1
  expect_equal "the files" "$(cat tree/staging/web/manifest.yaml)" "$(remote_file staging/web/manifest.yaml)"
  git init -q --bare other.git && git init -q other
  git -C other remote add origin "$WORK/other.git"
  mv other/.git tree/.git
  GIMLET_GITOPS_REPO=$WORK/dot.git push web 2
  expect_code 0
  expect_version staging/web 2
  expect_equal "the other repository" "$(git -C tree for-each-ref)" ""
  expect_equal "objects of the other repository" "$(git -C tree count-objects)" "0 objects, 0 kilobytes"
  git clone -q --separate-git-dir=apart.git remote.git apart
  GIMLET_GITOPS_REPO=$WORK/apart push web 3
  expect_code 0
  expect_version staging/web 3
}

# Another linked working tree has the branch checked out, by a path that is absolute or relative.
case_checked_out_elsewhere() {
  make_gitops
  push web 1
  git -C gitops worktree add -q ../linked -b other 2>/dev/null
  artifact web-2.json web 2
  run --gitops-branch other artifact push -f web-2.json
  expect_code 6
  expect_err 'checked out in another working tree'
  echo '../../../../linked/.git' >gitops/.git/worktrees/linked/gitdir
  run --gitops-branch other artifact push -f web-2.json
  expect_code 6
  run --gitops-repo linked artifact push -f web-2.json
  expect_code 0
  artifact web-3.json web 3
  run --gitops-repo linked --gitops-branch main artifact push -f web-3.json
  expect_code 6
  expect_err 'checked out in another working tree'
}

# `git repack` works in the clone while a push is beaten: what the first attempt wrote is packed and then gone.
case_a_repack_between_two_attempts() {
  local mode
  for mode in whole halves; do
    rm -rf remote.git gitops other clone.git bin count data
    make_gitops
    git clone -q remote.git other
    git clone -q --bare remote.git clone.git
    mkdir bin
    cat >bin/git <<'S'
#!/bin/bash
clone=$WORK/clone.git
call=" $* "
count() { local n; n=$(($(cat "$WORK/count.$1" 2>/dev/null || echo 0) + 1)); echo $n >"$WORK/count.$1"; echo $n; }
case $call in
*" fetch "*)
  if [ "$(count fetch)" = 2 ]; then
    if [ "$MODE" = whole ]; then
      "$REAL" -C "$clone" repack -adq
    else  # a repack's first half: it looks for what is reachable, and writes that
      ls "$clone"/objects/pack/*.pack >"$WORK/old"
      (cd "$clone" && "$REAL" pack-objects -q --all --reflog --indexed-objects --no-reuse-object objects/pack/pack </dev/null >/dev/null)
    fi
  fi ;;
*" push "*)
  n=$(count push)
  if [ "$n" = 1 ]; then
    "$REAL" -C "$clone" repack -adq
    (cd "$WORK/other" && "$REAL" commit -q --allow-empty -m Other && "$REAL" push -q origin HEAD 2>/dev/null)
  elif [ "$n" = 2 ] && [ "$MODE" = halves ]; then  # and its second: the packs that it replaces go
    while read -r pack; do rm -f "${pack%.pack}".*; done <"$WORK/old"
  fi ;;
esac
exec "$REAL" "$@"
S
    chmod +x bin/git
    rm -f count.*
    export MODE=$mode WORK
    REAL=$(command -v git) && export REAL
    artifact web.json web "$mode"
    PATH=$WORK/bin:$PATH run --gitops-repo clone.git artifact push -f web.json
    expect_code 0
    expect_equal "pushes ($mode)" "$(cat count.push)" 2
    expect "the clone is whole ($mode)" git -C clone.git fsck --full --strict
    expect_version staging/web "$mode"
  done
}

# `git gc --prune=now` takes every object that nothing holds yet: they are written again.
case_a_prune_before_the_commit_is_held() {
  make_gitops
  push web 1
  mkdir bin
  # Signing is what runs between the objects and the ref that holds them.
  printf '#!/bin/sh\n[ -e "%s/pruned" ] || { git -C "%s/gitops" gc -q --prune=now && : >"%s/pruned"; }\nexec %s "$@"\n' \
    "$WORK" "$WORK" "$WORK" "$(command -v gpg || echo false)" >bin/signer
  chmod +x bin/signer
  command -v gpg >/dev/null || skip "there is no gpg"
  mkdir -m 700 keys && export GNUPGHOME=$WORK/keys
  gpg --batch --quiet --passphrase '' --quick-generate-key 'Test User <test@example.com>' default default never 2>/dev/null
  git config --global commit.gpgSign true
  git config --global gpg.program "$WORK/bin/signer"
  push web 2
  gpgconf --kill gpg-agent
  expect_code 0
  expect "git gc ran" test -e pruned
  expect_version staging/web 2
  expect "the clone is whole" git -C gitops fsck --full --strict
}

# expect_clean CLONE: git sees no difference between the commit, the index and the files, also where it looks at the content.
expect_clean() {
  git -C "$1" update-index -q --really-refresh
  expect_equal "git status of $1" "$(git -C "$1" status --porcelain)" ""
  expect_equal "the index of $1" "$(git -C "$1" diff --cached --stat)" ""
}

# Sparse checkouts: what is outside of them is released and not written, and the index takes nothing back.
case_sparse_checkouts() {
  make_gitops
  push web 1
  push api 1
  local kind
  for kind in cone patterns index partial; do
    rm -rf clone
    case $kind in
    cone) git clone -q --sparse remote.git clone && git -C clone sparse-checkout set --cone other ;;
    patterns) git clone -q --sparse remote.git clone && git -C clone sparse-checkout set --no-cone '/*' '!/staging/web/' ;;
    index) git clone -q --sparse remote.git clone && git -C clone sparse-checkout set --cone --sparse-index other ;;
    partial)
      git -C remote.git config uploadpack.allowFilter true
      git clone -q --filter=blob:none --sparse "file://$WORK/remote.git" clone 2>/dev/null && git -C clone sparse-checkout set other
      ;;
    esac
    GIMLET_GITOPS_REPO=$WORK/clone push web "$kind"
    expect_code 0
    expect_version staging/web "$kind"
    expect_clean clone
    expect_not "a file outside of the checkout ($kind)" test -e clone/staging/web/manifest.yaml
    mkdir -p clone/other && echo x >clone/other/file
    commit_by_hand "By hand" "$WORK/clone"
    expect_version staging/web "$kind"
    # Inside of it, files follow.
    git -C clone sparse-checkout disable
    GIMLET_GITOPS_REPO=$WORK/clone push web "$kind-2"
    expect_code 0
    expect_equal "the file ($kind)" "$(grep version: clone/staging/web/manifest.yaml)" "  version: \"$kind-2\""
    expect_clean clone
  done
}

# A clone whose index libgit2 cannot read. clone_with_split_index VERSION
clone_with_split_index() {
  rm -rf clone
  git clone -q remote.git clone
  git -C clone update-index --split-index
  export GIMLET_GITOPS_REPO=$WORK/clone
}

case_a_split_index() {
  make_gitops
  push web 1
  push api 1
  clone_with_split_index
  push web 2
  expect_code 0
  expect_version staging/web 2
  expect_equal "the file" "$(grep version: clone/staging/web/manifest.yaml)" '  version: "2"'
  expect_clean clone
  # What is in the way is found before anything is pushed.
  echo "# local" >>clone/staging/web/manifest.yaml
  push web 3
  expect_code 6
  expect_err 'local changes are in the way: .*staging/web/manifest.yaml'
  git -C clone add -A
  push web 3
  expect_code 6
  git -C clone reset -q --hard
  mkdir -p clone/staging/new && echo mine >clone/staging/new/manifest.yaml
  push new 1
  expect_code 6
  expect_err 'staging/new/manifest.yaml'
  rm -r clone/staging/new
  git -C clone update-index --assume-unchanged staging/web/manifest.yaml
  echo "# local" >>clone/staging/web/manifest.yaml
  push web 3
  expect_code 6
  git -C clone update-index --no-assume-unchanged staging/web/manifest.yaml
  git -C clone reset -q --hard
  # A merge that is not resolved.
  git -C clone checkout -q -b side main~1 && echo a >clone/file && git -C clone add -A && git -C clone commit -q -m side
  git -C clone checkout -q main && echo b >clone/file && git -C clone add -A && git -C clone commit -q -m main
  git -C clone merge side >/dev/null 2>&1
  push web 3
  expect_code 6
  expect_err 'a merge is not resolved'
  git -C clone merge --abort
  expect_version staging/web 2
  # Local changes elsewhere stay.
  echo "# local" >>clone/staging/api/manifest.yaml
  push web 4
  expect_code 0
  expect_equal "git status" "$(git -C clone status --porcelain)" " M staging/api/manifest.yaml"
}

# A process that died after the branch was moved: the next one does the rest.
case_an_interrupted_write_to_a_split_index() {
  make_gitops
  push web 1
  clone_with_split_index
  before=$(git -C clone rev-parse 'main^{tree}')
  push web 2
  after=$(git -C clone rev-parse 'main^{tree}')
  git -C clone read-tree -m -u "$after" "$before"
  expect_equal "the old file" "$(grep version: clone/staging/web/manifest.yaml)" '  version: "1"'
  echo "$before $after" >clone/.git/gimlet-sync
  push api 1
  expect_code 0
  expect_version staging/web 2
  expect_equal "the file" "$(grep version: clone/staging/web/manifest.yaml)" '  version: "2"'
  expect_clean clone
}

# A filter as git-crypt is one: what the repository holds is not what the files hold.
rot13() {
  git config --global filter.rot.clean "tr 'a-zA-Z' 'n-za-mN-ZA-M'"
  git config --global filter.rot.smudge "tr 'n-za-mN-ZA-M' 'a-zA-Z'"
  git config --global filter.rot.required true
}
filter_staging() {
  echo 'staging/** filter=rot' >gitops/.gitattributes
  git -C gitops add -A && git -C gitops rm -rq --cached staging && git -C gitops add -A
  git -C gitops commit -q -m "Filtered" && git -C gitops push -q
}
blob() { git -C remote.git cat-file blob "main:$1"; }

case_filters() {
  make_gitops
  rot13
  push web 1
  filter_staging
  push web 2
  expect_code 0
  expect_no_err 'local changes'
  expect_equal "the blob" "$(blob staging/web/manifest.yaml | grep '^xvaq')" 'xvaq: PbasvtZnc'
  expect_equal "the file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "2"'
  expect_clean gitops
  # It is read as a checkout reads it.
  run artifact push -f web-2.json -o json
  expect_json '.results[0].status' unchanged
  run release status --env staging -o json
  expect_json .web.artifactId mycompany/web-2
  run release list --env staging --app web -o json
  expect_json 'map(.artifactId | if . == "" then "by hand" else . end) | join(" ")' 'mycompany/web-2 by hand mycompany/web-1'
  # A local change is one of the content.
  echo "# local" >>gitops/staging/web/manifest.yaml
  push web 3
  expect_code 6
  git -C gitops checkout -q staging
  # Back to what was stored without the filter: it goes through it now.
  run rollback --env staging --app web --previous
  expect_code 0
  expect_equal "the blob" "$(blob staging/web/manifest.yaml | grep '^xvaq')" 'xvaq: PbasvtZnc'
  expect_equal "the file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "1"'
  expect_clean gitops
  run rollback --env staging --app web --to mycompany/web-1
  expect_code 0
  expect_equal "a second rollback" "$(git -C remote.git log --oneline main | wc -l)" 5
  # Without a working tree, by the commit's own attributes.
  run --gitops-repo "file://$WORK/remote.git" artifact push -f web-3.json -o json
  expect_json '.results[0].status' released
  expect_equal "the blob" "$(blob staging/web/manifest.yaml | grep irefvba:)" '  irefvba: "3"'
  expect_equal "production" "$(git -C remote.git ls-tree main production)" ""
  # A dry run shows the same and writes nothing.
  before=$(find gitops/.git/objects -type f | wc -l)
  push web 4 && run release --env staging --app web --artifact mycompany/web-2 --dry-run
  expect_code 0
}

case_a_filter_that_is_not_there() {
  make_gitops
  rot13
  push web 1
  filter_staging
  git config --global --remove-section filter.rot
  tip=$(remote_tip)
  for where in "$WORK/gitops" "file://$WORK/remote.git"; do
    GIMLET_GITOPS_REPO=$where push web 2
    expect_code 1
    expect_err 'staging/web/.* has the filter rot in the repository.s attributes, and git is not configured for it'
    expect_err 'hint: set it up here'
    expect_equal "the remote" "$(remote_tip)" "$tip"
  done
  # One that fails.
  git config --global filter.rot.clean "false"
  git config --global filter.rot.required true
  push web 3
  expect_code 1
  expect_err 'cannot filter staging/web/.* as a checkout would: .*smudge filter'
  expect_equal "the remote" "$(remote_tip)" "$tip"
  # git-lfs keeps what it filters beside the repository, and a hook sends it.
  git config --global filter.lfs.clean "cat"
  sed -i s/rot/lfs/ gitops/.gitattributes && git -C gitops add -A && git -C gitops commit -q -m lfs && git -C gitops push -q
  push web 4
  expect_code 1
  expect_err 'kept by git-lfs, and no hook here would send'
  printf '#!/bin/sh\necho "$@" >%s/sent\n' "$WORK" >gitops/.git/hooks/pre-push 2>/dev/null || {
    mkdir gitops/.git/hooks && printf '#!/bin/sh\necho "$@" >%s/sent\n' "$WORK" >gitops/.git/hooks/pre-push
  }
  chmod +x gitops/.git/hooks/pre-push
  push web 5
  expect_code 0
  expect "the hook was run" test -s sent
}

# Attributes in the app's own folder go and come with it.
case_attributes_of_the_folder_itself() {
  make_gitops
  rot13
  mkdir -p gitops/staging/hand
  printf '* filter=rot\n.gitattributes !filter\n' >gitops/staging/hand/.gitattributes
  echo 'password: secret' >gitops/staging/hand/s.yaml
  commit_by_hand "By hand"
  expect_equal "the blob" "$(blob staging/hand/s.yaml)" 'cnffjbeq: frperg'
  before=$(git -C remote.git rev-parse main:staging/hand)
  artifact hand-1.json hand 1
  for where in "$WORK/gitops" "file://$WORK/remote.git"; do
    GIMLET_GITOPS_REPO=$where run artifact push -f hand-1.json --adopt
    expect_code 0
    expect_equal "what is released is not filtered" "$(blob staging/hand/manifest.yaml | grep ^kind)" "kind: ConfigMap"
    GIMLET_GITOPS_REPO=$where run rollback --env staging --app hand --previous
    expect_code 0
    expect_equal "the folder" "$(git -C remote.git rev-parse main:staging/hand)" "$before"
    git -C gitops pull -q
    expect_clean gitops
    expect_equal "the file" "$(cat gitops/staging/hand/s.yaml)" 'password: secret'
    artifact hand-1.json hand "again-${#where}"
  done
  # A filter that a commit took away which is not pulled yet.
  git clone -q remote.git other
  echo >other/staging/hand/.gitattributes && git -C other add -A && git -C other rm -rq --cached staging/hand && git -C other add -A
  git -C other commit -q -m "No filter" && git -C other push -q
  push web 1
  expect_code 0
  expect_clean gitops
}

# Line ends and $Id$ are stored as git add stores them.
case_line_ends_are_normalised() {
  make_gitops
  printf '* text=auto\n*.yaml ident\n' >gitops/.gitattributes
  commit_by_hand "Attributes"
  for version in 1 2; do
    for where in "$WORK/gitops" "file://$WORK/remote.git"; do
      artifact a.json web "$version-${#where}" "[{\"app\": \"web\", \"env\": \"staging\", \"deploy\": {\"event\": \"push\"},
        \"manifests\": \"kind: X\\r\\nversion: $version-${#where}\\r\\nid: \$Id: x \$\\r\\n\"}]"
      run --gitops-repo "$where" artifact push -f a.json
      expect_code 0
      # shellcheck disable=SC2016  # git's own word
      expect_equal "the blob" "$(blob staging/web/manifest.yaml | tail -1)" 'id: $Id$'
      git -C gitops pull -q
      expect_clean gitops
      rm -rf fresh && git clone -q remote.git fresh
      expect_clean fresh
    done
  done
}

# A filter that is a program of the repository's, in a folder with a colon in its name.
case_a_filter_by_a_relative_path() {
  make_gitops
  mkdir -p a:b && git clone -q remote.git a:b/clone
  mkdir a:b/clone/tools && printf '#!/bin/sh\ntr a-z n-za-m\n' >a:b/clone/tools/rot && chmod +x a:b/clone/tools/rot
  git -C a:b/clone config filter.rot.clean ./tools/rot
  git -C a:b/clone config filter.rot.smudge ./tools/rot
  echo 'staging/** filter=rot' >a:b/clone/.gitattributes
  commit_by_hand "A filter" "$WORK/a:b/clone"
  GIMLET_GITOPS_REPO=$WORK/a:b/clone push web 1
  expect_code 0
  expect_equal "the blob" "$(blob staging/web/manifest.yaml | grep '^xvaq')" 'xvaq: CbasvtMnc'
  expect_equal "the file" "$(grep ^kind a:b/clone/staging/web/manifest.yaml)" 'kind: ConfigMap'
  expect_clean a:b/clone
}

# Another encoding of the files: the repository holds UTF-8, and so do manifests.
case_another_encoding_of_the_working_tree() {
  make_gitops
  push web 1
  echo 'staging/**/*.yaml working-tree-encoding=UTF-16LE' >gitops/.gitattributes
  rm gitops/staging/web/manifest.yaml
  git -C gitops checkout -q staging/web/manifest.yaml
  commit_by_hand "Another encoding"
  push web 2
  expect_code 0
  expect_version staging/web 2
  expect_equal "the file" "$(iconv -f UTF-16LE -t UTF-8 gitops/staging/web/manifest.yaml | grep version:)" '  version: "2"'
  expect_clean gitops
}

run_cases "$@"

#!/usr/bin/env bash
# Who commits, and what a remote may demand of commits: committer, signature, Signed-off-by, a prefix of the subject.
. "$(dirname "$0")/lib.sh"

committer() { remote_log '%cn <%ce>'; }

# git_says: who git would commit as in the clone.
git_says() { git -C gitops var GIT_COMMITTER_IDENT | sed 's/> .*/>/'; }

# as_git_says DESCRIPTION VERSION: a release is committed by who git says.
as_git_says() {
  push web "$2"
  expect_code 0
  expect_equal "the committer: $1" "$(committer)" "$(git_says)"
}

case_as_git_says() {
  make_gitops
  as_git_says "user.name of the global configuration" 1
  git -C gitops config user.name "Of The Clone"
  as_git_says "user.name of the clone" 2
  git -C gitops config committer.name "Of Commits" && git -C gitops config committer.email commits@example.com
  as_git_says "committer.name" 3
  export GIT_COMMITTER_NAME="From The Environment" GIT_COMMITTER_EMAIL=environment@example.com
  as_git_says "GIT_COMMITTER_NAME" 4
  unset GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
  git -C gitops config --remove-section committer && git -C gitops config --remove-section user
  printf '[include]\n\tpath = other\n' >>"$GIT_CONFIG_GLOBAL"
  printf '[user]\n\tname = Included\n' >"$WORK/other"
  as_git_says "include.path" 5
  printf '[includeIf "hasconfig:remote.*.url:%s/**"]\n\tpath = conditional\n' "$WORK" >>"$GIT_CONFIG_GLOBAL"
  printf '[user]\n\tname = Where The Remote Is\n' >"$WORK/conditional"
  as_git_says "includeIf hasconfig" 6
  git -C gitops config extensions.worktreeConfig true && git -C gitops config --worktree user.name "Of The Working Tree"
  as_git_says "a configuration of the working tree's own" 7
  export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=user.name GIT_CONFIG_VALUE_0="By The Count"
  as_git_says "GIT_CONFIG_COUNT" 8
}

# Which files git reads is itself said by the environment.
case_the_files_that_git_is_told_to_read() {
  make_gitops
  printf '[user]\n\tname = Of The System\n\temail = system@example.com\n' >system
  export GIT_CONFIG_SYSTEM=$WORK/system
  printf '[user]\n\temail = global@example.com\n' >"$GIT_CONFIG_GLOBAL"
  as_git_says "GIT_CONFIG_SYSTEM, with GIT_CONFIG_GLOBAL over it" 1
  expect_equal "the committer" "$(committer)" "Of The System <global@example.com>"
  mkdir -p "$XDG_CONFIG_HOME/git"
  printf '[user]\n\tname = Of The XDG Folder\n' >"$XDG_CONFIG_HOME/git/config"
  as_git_says "the folder of XDG where GIT_CONFIG_GLOBAL is set" 2
  printf '[user]\n\tname = Of The Home Folder\n' >"$HOME/.gitconfig"
  as_git_says "the home folder where GIT_CONFIG_GLOBAL is set" 3
  expect_equal "the committer" "$(committer)" "Of The System <global@example.com>"
  unset GIT_CONFIG_GLOBAL
  as_git_says "the home folder" 4
  expect_equal "the committer" "$(committer)" "Of The Home Folder <system@example.com>"
  rm "$HOME/.gitconfig"
  as_git_says "the folder of XDG" 5
  expect_equal "the committer" "$(committer)" "Of The XDG Folder <system@example.com>"
  printf '[user]\n\temail = home@example.com\n' >"$HOME/.gitconfig"
  GIT_CONFIG_NOSYSTEM=1 as_git_says "GIT_CONFIG_NOSYSTEM" 6
  expect_equal "the committer" "$(committer)" "Of The XDG Folder <home@example.com>"
  unset GIT_CONFIG_SYSTEM
  as_git_says "no variable at all" 7
  export GIT_CONFIG_GLOBAL=''
  git -C gitops config user.name "Of The Clone" && git -C gitops config user.email clone@example.com
  as_git_says "an empty GIT_CONFIG_GLOBAL" 8
}

# A file that does not parse ends the command, as it ends git.
case_a_file_that_does_not_parse() {
  make_gitops
  printf '[user\n' >system
  before=$(remote_tip)
  export GIT_CONFIG_SYSTEM=$WORK/system
  push web 1
  expect_code 4
  expect_err "$WORK/system"
  export GIT_CONFIG_SYSTEM=/dev/null
  expect_equal "the remote" "$(remote_tip)" "$before"
}

case_as_gimlet_is_told() {
  make_gitops
  artifact web-1.json web 1
  run --committer "Release Bot <bot@example.com>" artifact push -f web-1.json
  expect_equal "the committer" "$(committer)" "Release Bot <bot@example.com>"
  expect_equal "the author stays" "$(remote_log '%an')" "Test User"
  mkdir -p "$XDG_CONFIG_HOME/gimlet"
  printf 'committer = "In The File <file@example.com>"\nsignoff = true\n[commit]\nsubject-prefix = "OPS-1: "\n' >"$XDG_CONFIG_HOME/gimlet/config.toml"
  push web 2
  expect_equal "the committer" "$(committer)" "In The File <file@example.com>"
  expect_equal "the subject" "$(remote_log %s)" "OPS-1: [Gimlet] staging/web automated deploy"
  expect_equal "the sign-off" "$(remote_trailer Signed-off-by)" "In The File <file@example.com>"
  expect_equal "the trailers beside it" "$(remote_trailer Gimlet-Artifact)" mycompany/web-2
  for wrong in Bot '<bot@example.com>' 'Bot <bot' 'Bot <>'; do
    run --committer "$wrong" release status
    expect_code 2
    expect_err 'is no name with an address'
  done
}

# What has a prefix is read as what has none.
case_a_prefix_is_read_back() {
  make_gitops
  export GIMLET_COMMIT_SUBJECT_PREFIX='OPS-7 '
  push web 1
  push web 2
  run release list --env staging -o json
  expect_json 'map(.kind + " " + .artifactId) | join(", ")' 'release mycompany/web-2, release mycompany/web-1'
  run rollback --env staging --app web --previous --signoff --commit-subject-prefix 'OPS-7 '
  expect_code 0
  expect_equal "the subject" "$(remote_log %s | cut -c1-46)" "OPS-7 [Gimlet] staging/web rolled back to $(git -C remote.git rev-parse --short=7 main~2 | cut -c1-4)"
  run release list --env staging -o json
  expect_json 'map(.kind) | join(" ")' 'rollback release release'
  expect_json '.[1].rolledBack' true
  git -C gitops revert --no-edit HEAD >/dev/null && git -C gitops push -q
  run release list --env staging -o json
  expect_json '.[0].kind' rollback
  run release delete --env staging --app web
  expect_equal "the subject" "$(remote_log %s)" "OPS-7 [GimletD delete] staging/web deleted by Test User"
}

# A runner without any configuration.
case_nobody_says_anything() {
  make_gitops
  : >"$GIT_CONFIG_GLOBAL"
  push web 1
  expect_code 0
  expect_equal "the committer" "$(committer)" "gimlet <gimlet@localhost>"
}

case_signed_as_git_signs() {
  make_gitops
  ssh-keygen -q -t ed25519 -N '' -f key
  export GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=commit.gpgsign GIT_CONFIG_VALUE_0=true GIT_CONFIG_KEY_1=gpg.format \
    GIT_CONFIG_VALUE_1=ssh GIT_CONFIG_KEY_2=user.signingkey GIT_CONFIG_VALUE_2=$WORK/key
  push web 1
  expect_code 0
  expect_equal "a signature" "$(git -C remote.git cat-file commit main | grep -c '^gpgsig -----BEGIN SSH SIGNATURE')" 1
  GIT_CONFIG_KEY_2=gpg.ssh.defaultKeyCommand GIT_CONFIG_VALUE_2="cat $WORK/key.pub"
  eval "$(ssh-agent)" >/dev/null
  ssh-add -q key
  push web 2
  expect_code 0
  expect_equal "a signature by the agent's key" "$(git -C remote.git cat-file commit main | grep -c '^gpgsig -----BEGIN SSH SIGNATURE')" 1
  kill "$SSH_AGENT_PID"
  tip=$(remote_tip)
  GIT_CONFIG_VALUE_2=false
  push web 3
  expect_code 1
  expect_err 'there is no user.signingKey'
  expect_equal "nothing is pushed unsigned" "$(remote_tip)" "$tip"
}

# Paths in the configuration are relative to the clone's files, wherever a release is made from.
case_signed_with_relative_paths() {
  make_gitops
  signed() { git -C remote.git cat-file commit main | grep -c '^gpgsig '; }
  cd gitops || return
  git config commit.gpgsign true
  mkdir "$WORK/gitops/.git/signing"
  ssh-keygen -q -t ed25519 -N '' -f .git/signing/key
  # shellcheck disable=SC2016  # the program's own argument
  printf '#!/bin/sh\necho ran >>"%s/ran"\nexec ssh-keygen "$@"\n' "$WORK" >.git/signing/ssh
  # shellcheck disable=SC2016  # the program's own arguments
  printf '#!/bin/sh\nprintf "%%s\\n" "$3" >>"%s/keys"\necho "[GNUPG:] SIG_CREATED x" >&2\necho SIGNATURE\n' "$WORK" >.git/signing/gpg
  chmod +x .git/signing/ssh .git/signing/gpg
  git config gpg.format ssh && git config user.signingKey .git/signing/key
  cd "$WORK" || return
  push web 1
  expect_code 0
  expect_equal "signed by a relative key" "$(signed)" 1
  git -C gitops config gpg.ssh.program ./.git/signing/ssh
  push web 2
  expect_code 0
  expect_equal "signed by a relative program" "$(signed) $(cat ran)" "1 ran"
  git -C gitops config gpg.format openpgp && git -C gitops config --unset user.signingKey
  git -C gitops config gpg.program .git/signing/gpg
  git -C gitops config user.name ', "Bot" <ci>;' && git -C gitops config user.email "bot@example.com,"
  push web 3
  expect_code 0
  expect_equal "who is named to gpg" "$(cat keys)" 'Bot" ci <bot@example.com>'
  expect_equal "the committer" "$(committer)" "$(git_says)"
  rm keys
  # git looks at a signature after it: this one is none.
  git -C gitops commit -q --allow-empty -m "By git" 2>/dev/null
  expect_equal "who git names" "$(head -1 keys)" 'Bot" ci <bot@example.com>'
}

case_signed_by_the_committers_key() {
  make_gitops
  export GNUPGHOME=$WORK/gnupg
  mkdir -m 700 "$GNUPGHOME"
  gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-generate-key 'Test User <test@example.com>' ed25519 sign never 2>/dev/null
  git config --global commit.gpgsign true
  push web 1
  expect_code 0
  expect_equal "what git says of it" "$(git -C remote.git log -1 --format=%G? main)" G
  gpgconf --kill all
}

run_cases "$@"

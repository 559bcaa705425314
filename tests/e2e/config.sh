#!/usr/bin/env bash
# Global options: flag, then environment, then file, then default; where output goes; exit codes of the command line.
. "$(dirname "$0")/lib.sh"

case_file_environment_and_flag() {
  make_gitops
  unset GIMLET_GITOPS_REPO
  artifact a.json web 1
  mkdir -p "$XDG_CONFIG_HOME/gimlet"
  printf '# comment\nstore = "%s"\ngitops-repo = "%s"\noutput = "json"\n' "$WORK/file.mdb" "$WORK/gitops" >"$XDG_CONFIG_HOME/gimlet/config.toml"
  run artifact push -f a.json
  expect_code 0
  expect_json '.results[0].status' released
  expect "the file's store" test -f file.mdb
  GIMLET_STORE=$WORK/env.mdb run artifact push -f a.json --no-release
  expect "the environment's store" test -f env.mdb
  GIMLET_STORE=$WORK/env2.mdb run --store flag.mdb artifact push -f a.json --no-release
  expect "the flag's store" test -f flag.mdb
  expect_not "the environment's store was used" test -e env2.mdb
  run artifact list -o text
  expect_out 'STORED'
  run artifact list
  expect_json length 1
}

case_another_file() {
  printf 'gitops_repo = "/elsewhere"\n' >other.toml
  run --config other.toml release status
  expect_code 3
  expect_err '/elsewhere'
  GIMLET_CONFIG=other.toml run release status
  expect_err '/elsewhere'
  printf 'stroe = "x"\n' >typo.toml
  run --config typo.toml artifact list
  expect_code 4
  expect_err 'typo.toml:1:1: "stroe" is no setting'
  expect_err 'did you mean "store"'
  run --config absent.toml artifact list
  expect_code 3
  printf 'output = "xml"\n' >value.toml
  run --config value.toml artifact list
  expect_code 4
  expect_err 'value.toml:1:1: the value of "output" is wrong'
}

# "~" is the home folder where no shell reads it.
case_home_in_paths() {
  make_gitops
  unset GIMLET_GITOPS_REPO
  mv gitops "$HOME/gitops"
  artifact a.json web 1
  mkdir "$HOME/folder"
  # shellcheck disable=SC2088  # as it stands in a file
  printf 'store = "~/folder/file.mdb"\ngitops-repo = "~/gitops"\n' >"$HOME/tilde.toml"
  run --config "$HOME/tilde.toml" artifact push -f a.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  expect "the file's store" test -f "$HOME/folder/file.mdb"
  # shellcheck disable=SC2088
  export GIMLET_STORE='~/env.mdb' GIMLET_GITOPS_REPO='~/gitops' GIMLET_CONFIG='~/tilde.toml'
  run artifact push -f a.json -o json
  expect_code 0
  expect_json '.results[0].status' unchanged
  expect "the environment's store" test -f "$HOME/env.mdb"
  unset GIMLET_STORE
  run artifact list -o json
  expect_json length 1
  run store stats -o json
  expect_json .path "$HOME/folder/file.mdb"
  run '--store=~/flag.mdb' store import /dev/null
  expect_code 0
  expect "the flag's store" test -f "$HOME/flag.mdb"
  # shellcheck disable=SC2088
  run __complete -- --store '~/folder/file.mdb' artifact show ''
  expect_equal "candidates" "$out" mycompany/web-1
  expect_not "a folder of that name" test -e '~'
  GIMLET_GITOPS_REPO='~' run release status
  expect_code 4
  expect_err "$HOME"
  unset GIMLET_CONFIG
  # Somebody else's home is not looked for.
  for value in '~bob/store.mdb' '~~' '~.'; do
    GIMLET_STORE=$value run artifact list
    expect_code 2
    expect_err "only ~ and ~/\.\.\. are a home folder; \./$value is a file of that name"
  done
  # shellcheck disable=SC2088
  printf 'store = "~bob/store.mdb"\n' >bob.toml
  run --config bob.toml artifact list
  expect_code 4
  expect_err 'bob.toml:1:1: the value of "store" is wrong: .*only ~ and ~/\.\.\. are'
  mkdir '~bob'
  GIMLET_STORE=./~bob/store.mdb run store import /dev/null
  expect_code 0
  expect "the file of that name" test -f './~bob/store.mdb'
  GIMLET_STORE='a~/x.mdb' run store import /dev/null
  expect "a tilde elsewhere" test -f 'a~/x.mdb'
  # shellcheck disable=SC2088
  HOME='' GIMLET_STORE='~/x.mdb' run artifact list
  expect_code 2
  expect_err 'HOME is not set'
}

# refused TEXT FAULT: what a file with TEXT makes of a command.
refused() {
  printf '%b' "$1" >faulty.toml
  run --config faulty.toml artifact list
  expect_code 4
  expect_err "faulty.toml:$2"
}

case_faulty_files() {
  refused 'color = "never"\n  verbose = "a"\n' '2:3: the value of "verbose" is wrong'
  refused 'quiet = 1\n' '1:1: the value of "quiet" must be true or false'
  refused 'store = true\n' '1:1: the value of "store" must be a text or a whole number'
  refused 'store = ["a"]\n' '1:1: the value of "store" must be a text or a whole number'
  refused 'git-timeout = 0\n' '1:1: the value of "git-timeout" is wrong'
  refused '# a comment\n[store]\nfile = "x"\n' '2:2: the value of "store" must be'
  refused '[releases]\n' '1:2: "releases" is no setting'
  refused 'git.time = 5\n' '1:1: "git.time" is no setting'
  refused '[git]\ntimeout = 0\n' '2:1: the value of "git.timeout" is wrong'
  refused 'store = "a"\nstore = "b"\n' "2:1: Key 'store' has already been defined"
  refused 'gitops-repo = "a"\ngitops_repo = "b"\n' '2:1: "gitops_repo" is set twice'
  refused 'store = "a\n' '1:11: strings cannot contain newlines'
  refused 'store =\n' '1:8: expected value'
  refused 'store "a"\n' "1:7: expected '.' or '='"
  refused 'config = "other.toml"\n' '1:1: "config" is no setting'
  printf 'git_timeout = 7\nquiet = true\n"output" = "json" # and a comment\n' >good.toml
  run --config good.toml artifact list
  expect_code 0
  expect_json length 0
}

case_command_lines() {
  run
  expect_code 2
  run nonsense
  expect_code 2
  run artifact list --nope
  expect_code 2
  run artifact list --nope -o json
  expect_code 2
  expect_json .error.code 2
  run --help
  expect_code 0
  expect_out 'artifact'
  expect_no_out '__complete'
  expect_no_out '\-\-server'
  expect_out '\-\-git-timeout'
  run release --help
  expect_code 0
  expect_out '\-\-artifact'
  expect_out 'track'
  run rollback --env staging
  expect_code 2
  expect_err '\-\-app'
}

# Options are found however they are written, wherever they stand, and words that are another command's name.
case_where_options_stand() {
  for options in "-o json" "-ojson" "-qojson" "-qo json" "--output json" "--output=json"; do
    # shellcheck disable=SC2086
    run artifact list --branch doctor $options
    expect_code 0
    expect_json length 0
  done
  run -o json artifact list --branch doctor
  expect_json length 0
  GIMLET_OUTPUT=json run artifact list --branch doctor
  expect_json length 0
  GIMLET_OUTPUT=text run artifact list --branch doctor -o json
  expect_json length 0
  GIMLET_OUTPUT=xml run artifact list
  expect_code 2
  expect_err 'GIMLET_OUTPUT|--output'
  run --version
  expect_code 0
  expect_out '^gimlet [0-9]+\.[0-9]+\.[0-9]+$'
}

# Colours only where they are wanted.
case_colours() {
  artifact a.json web 1
  run artifact push -f a.json --no-release
  run artifact list
  expect_no_out $'\x1b'
  run artifact list --color always
  expect_out $'\x1b'
  if command -v script >/dev/null; then
    script -qec "'$GIMLET' artifact list" /dev/null >tty.txt
    out=$(cat tty.txt)
    expect_out $'\x1b'
    expect_out 'ago|just now'
    NO_COLOR=1 script -qec "'$GIMLET' artifact list" /dev/null >tty.txt
    out=$(cat tty.txt)
    expect_no_out $'\x1b'
  fi
}

case_quiet_and_verbose() {
  printf 'app: web\nenv: staging\nmanifests: "a: 1"\n' >manifest.yaml
  run manifest lint manifest.yaml
  expect_err '^0 errors, 0 warnings in 1 file$'
  run --quiet manifest lint manifest.yaml
  expect_code 0
  expect_equal "messages" "$err" ""
  # What is said with --verbose alone: that the remote moved while it was pushed to.
  make_gitops
  for option in --no-progress --verbose; do
    remote_that_moves
    sed -i '1a [ ! -e moved ] || exit 0; touch moved' remote.git/hooks/pre-receive
    rm -f remote.git/moved
    artifact web.json web "$option"
    run "$option" artifact push -f web.json
    expect_code 0
    if [ "$option" = --verbose ]; then expect_err 'pushed at attempt 2'; else expect_equal "messages" "$err" "pushed to $WORK/remote.git main"; fi
  done
}

case_transport() {
  make_gitops
  artifact web-1.json web 1
  run --git-transport telnet artifact push -f web-1.json
  expect_code 2
  run --git-transport libgit2 artifact push -f web-1.json
  expect_code 1
  expect_err 'libgit2 was asked for'
  mkdir bin && ln -s "$(command -v cat)" bin/
  PATH=$WORK/bin run --git-transport git artifact push -f web-1.json
  expect_code 1
  expect_err 'git was asked for, and is not on PATH'
  run --git-transport git artifact push -f web-1.json -o json
  expect_code 0
  expect_json '.results[0].status' released
}

# A remote that says nothing for so long is given up.
case_silence() {
  make_gitops
  remote_hook 'exec sleep 20 >/dev/null 2>&1'
  artifact web-1.json web 1
  SECONDS=0
  run --git-timeout 1 artifact push -f web-1.json
  expect_code 1
  expect "it did not wait for the hook ($SECONDS s)" test "$SECONDS" -lt 15
  run --git-timeout 0 artifact push -f web-1.json
  expect_code 2
}

run_cases "$@"

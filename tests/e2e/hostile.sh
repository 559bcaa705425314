#!/usr/bin/env bash
# Hostile and broken input: a clear error, the right exit code, nothing half-written, nothing lost.
. "$(dirname "$0")/lib.sh"

# web_1: a repository with one release, whose artifact is web-1.json; $tip is the remote's.
web_1() {
  make_gitops
  push web 1
  tip=$(remote_tip)
}

# refused DESCRIPTION CODE PATTERN: what was just run failed as it should, and the remote is as it was.
refused() {
  expect_code "$2"
  expect_err "$3"
  expect_equal "the remote's tip after: $1" "$(remote_tip)" "$tip"
}

# A file that is opened gets the lowest number that is free. With standard output closed that was the store's, and a listing
# went over its first page.
case_closed_descriptors() {
  web_1
  run artifact show mycompany/web-1
  before=$out
  for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
    for command in 'artifact list -o json' 'release status' 'doctor' 'store export' 'artifact push -f web-1.json'; do
      eval "\"\$GIMLET\" $command $closed" >/dev/null 2>&1
      run artifact show mycompany/web-1
      expect_equal "the store after $command $closed" "$out" "$before"
    done
  done
  run store check
  expect_code 0
  expect_equal "the repository" "$(git -C gitops fsck 2>&1; git -C gitops status --porcelain)" ""
}

# Names that reach out of <env>/<app>.
case_names_that_reach_out() {
  web_1
  for app in ../../etc .git a/b .. . '' -x 'a b' $'a\nb' "$(printf 'a%.0s' {1..300})"; do
    jq --arg app "$app" '.environments[0].app = $app | .id = "h"' web-1.json >h.json
    run artifact push -f h.json
    refused "app $app" 4 '/environments/0/app'
  done
  for env in .git ../x .gimlet a/../b; do
    jq --arg env "$env" '.environments[0].env = $env | .id = "h"' web-1.json >h.json
    run artifact push -f h.json
    refused "env $env" 4 '/environments/0/env'
  done
  # And again after variables are resolved.
  jq '.environments[0].app = "{{ .EVIL }}" | .context.EVIL = "../../etc" | .id = "h2"' web-1.json >h.json
  run artifact push -f h.json -o json
  expect_code 4
  expect_json '.results[0].status' failed
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  run rollback --env ../x --app web --previous
  refused "rollback in ../x" 4 'env'
}

# Documents that do not parse.
case_documents_that_do_not_parse() {
  web_1
  printf '{"version": {"repositoryName": "a/b"' >truncated.json
  run artifact push -f truncated.json
  refused "truncated" 4 'truncated.json:1:'
  : >empty.json
  run artifact push -f empty.json
  refused "empty" 4 'empty'
  head -c 10000 /dev/zero | tr '\0' '[' >deep.json
  run artifact push -f deep.json
  refused "deep" 4 'nested deeper'
  (printf '{"version": {"repositoryName": "a/b", "sha": "1"}, "x": '; head -c 10000 /dev/zero | tr '\0' '['; head -c 10000 /dev/zero | tr '\0' ']'; printf '}') >deep2.json
  run artifact push -f deep2.json
  refused "deep but whole" 4 'nested deeper'
  (printf '{"version": {"repositoryName": "a/b", "sha": "1"}, "x": "'; head -c 100000000 /dev/zero | tr '\0' 'x'; printf '"}') >big.json
  run artifact push -f big.json
  refused "100 MB" 4 'larger than the limit'
  rm big.json
  printf '{"version": {"repositoryName": "a/b", "sha": "\xff\xfe"}}' >utf8.json
  run artifact push -f utf8.json
  refused "invalid UTF-8" 4 'utf8.json:1:'
  for text in '[]' '"x"' 'null' '{}' '{"version": {}}' '{"version": {"repositoryName": "a/b"}}' '{"version": {"repositoryName": 5, "sha": "1"}}' \
    '{"version": {"repositoryName": "a/b", "sha": "1"}, "environments": {}}' '{"version": {"repositoryName": "a/b", "sha": "1"}, "environments": [5]}' \
    '{"version": {"repositoryName": "a/b", "sha": "1"}, "items": ["x"]}'; do
    printf '%s' "$text" >wrong.json
    run artifact push -f wrong.json
    refused "$text" 4 'wrong.json'
  done
  run artifact push -f absent.json
  refused "an absent file" 3 'absent.json'
  run artifact push -f .
  refused "a folder" 1 'directory'
}

# Templates that loop or recurse.
case_templates_without_an_end() {
  web_1
  # shellcheck disable=SC2016  # the braces are templates
  for text in '{{ template \"x\" }}{{ define \"x\" }}{{ template \"x\" }}{{ end }}' '{{ range $i := 99999999 }}{{ range $j := 99999999 }}{{ end }}{{ end }}'; do
    push loop 1 "[{\"app\": \"loop\", \"env\": \"staging\", \"deploy\": {\"event\": \"push\"}, \"manifests\": \"$text\"}]"
  expect_code 4
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
    rm -f "$XDG_DATA_HOME"/gimlet/*
  done
}

# GitOps paths that are no GitOps repository.
case_paths_that_are_no_gitops_repository() {
  GIMLET_GITOPS_REPO=/nonexistent run release status
  expect_code 3
  mkdir plain
  GIMLET_GITOPS_REPO=plain run release status
  expect_code 4
  expect_err 'plain'
  echo text >file
  GIMLET_GITOPS_REPO=./file run release status
  expect_code 4
}

# An empty repository takes its first commit.
case_an_empty_repository() {
  make_gitops
  git init -q empty
  push first 1
  GIMLET_GITOPS_REPO=$WORK/empty run release --env production -a mycompany/first-1
  expect_code 0
  expect_equal "the first commit" "$(git -C empty log --format=%s)" "[Gimlet] production/first automated deploy"
  expect_equal "its tree is clean" "$(git -C empty status --porcelain)" ""
  git init -q empty2
  GIMLET_GITOPS_REPO=$WORK/empty2 run release list
  expect_code 0
  GIMLET_GITOPS_REPO=$WORK/empty2 run release status -o json
  expect_json 'length' 0
  GIMLET_GITOPS_REPO=$WORK/empty2 run rollback --env production --app first --previous
  expect_code 3
}

# A detached HEAD wants to be told the branch.
case_a_detached_head() {
  make_gitops
  push first 1
  git -C gitops pull -q
  git clone -q remote.git detached 2>/dev/null
  git -C detached checkout -q --detach
  GIMLET_GITOPS_REPO=$WORK/detached run release --env production -a mycompany/first-1
  expect_not "a detached HEAD was written to" test "$code" = 0
  expect_err '\-\-gitops-branch'
  GIMLET_GITOPS_REPO=$WORK/detached run --gitops-branch main release --env production -a mycompany/first-1
  expect_code 0
}

# A symlink where an environment must be.
case_a_symlink_for_an_environment() {
  web_1
  git clone -q remote.git linked 2>/dev/null
  ln -s /tmp linked/qa
  commit_by_hand "A link" linked
  tip=$(remote_tip)
  artifact qa.json qa 1 '[{"app": "qa", "env": "qa", "deploy": {"event": "push"}, "manifests": "a: 1"}]'
  run artifact push -f qa.json
  refused "a symlink" 4 'symlink|symbolic link'
}

# A remote that refuses: its message reaches the user.
case_a_remote_that_refuses() {
  web_1
  remote_hook 'echo "Change freeze until Monday: see https://user:hunter2@wiki/freeze" >&2; exit 1'
  clone_tip=$(git -C gitops rev-parse main)
  run release --env production -a mycompany/web-1 --as someone-else
  refused "a release by hand" 5 'Change freeze until Monday'
  push second 1
  refused "a pre-receive hook" 5 'Change freeze until Monday'
  expect_no_err 'hunter2'
  expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$clone_tip"
  expect_equal "the clone's tree" "$(git -C gitops status --porcelain)" ""
}

case_a_store_of_a_newer_schema() {
  web_1
  # The number in its head, raised to 99.
  LC_ALL=C sed 's/schema.\x00\x00\x00/schema\x63\x00\x00\x00/g' "$XDG_DATA_HOME/gimlet/store.mdb" >newer.mdb
  newer=$(sha256sum <newer.mdb)
  run --store newer.mdb artifact list
  expect_code 4
  expect_err 'newer\.mdb: the store has schema 99, and this gimlet knows schemas up to [0-9]+$'
  expect_err 'upgrade gimlet'
  run --store newer.mdb artifact push -f web-1.json --no-release
  expect_code 4
  expect_equal "the newer store" "$(sha256sum <newer.mdb)" "$newer"
}

case_a_full_disk() {
  web_1
  if ! { mkdir -p disk && mount -t tmpfs -o size=200k tmpfs disk 2>/dev/null; }; then skip "no tmpfs may be mounted"; fi
  # 200 kB hold a store, and not many artifacts of 40 kB each.
  filler=$(head -c 40000 /dev/zero | tr '\0' 'x')
  stored=0
  for i in 1 2 3 4 5 6 7 8; do
    jq --arg filler "$filler" --arg id "full-$i" '.id = $id | .filler = $filler' web-1.json >full.json
    run --store disk/store.mdb artifact push -f full.json --no-release
    [ "$code" = 0 ] && stored=$((stored + 1))
    [ "$code" != 0 ] && break
  done
  expect_code 1
  expect_err 'No space left on device'
  run --store disk/store.mdb artifact list -o json --limit 100
  expect_code 0
  expect_json length "$stored"
  run --store disk/store.mdb store check
  expect_code 0
  umount disk
}

case_a_full_disk_below_the_repository() {
  make_gitops
  push second 1
  if ! { mkdir -p repodisk && mount -t tmpfs -o size=600k tmpfs repodisk 2>/dev/null; }; then skip "no tmpfs may be mounted"; fi
    git clone -q --bare "$WORK/remote.git" repodisk/gitops.git 2>/dev/null
    head -c 10000000 /dev/zero >repodisk/filler 2>/dev/null
    before=$(git -C repodisk/gitops.git rev-parse main)
    GIMLET_GITOPS_REPO=$WORK/repodisk/gitops.git run release --env production -a mycompany/second-1 --no-push
  expect_code 1
  expect_err 'No space left'
  expect_equal "the branch" "$(git -C repodisk/gitops.git rev-parse main)" "$before"
    rm repodisk/filler
    expect "the repository is sound" git -C repodisk/gitops.git fsck --strict
    umount repodisk
}

# A parser, a path or git takes a NUL for the end of a text: what follows would vanish.
case_text_after_a_nul() {
  web_1
  printf '%s\0{"more": true}' "$(jq -c '.id = "n"' web-1.json)" >trailing.json
  run artifact push -f trailing.json
  refused "text after the document" 4 'trailing.json:1:[0-9]+: not valid JSON: there is a NUL character in it'
  printf '\0%s' "$(jq -c '.id = "n"' web-1.json)" >leading.json
  run artifact push -f leading.json
  refused "a document that begins with one" 4 'leading.json:1:1: not valid JSON: there is a NUL'
  run artifact add -f trailing.json --var A=1
  refused "a file to add to" 4 'there is a NUL'
  for field in .id .version.message .version.sha .version.repositoryName '.environments[0].app' '.environments[0].env' '.environments[0].namespace' \
    '.environments[0].manifests' .context.SHA .vars.A '.environments[0].strategicMergePatches'; do
    jq --arg nul $'a\u0000b' '.id = "n" | '"$field"' = "a\u0000b"' web-1.json >nul.json
    run artifact push -f nul.json
    refused "$field" 4 "must not hold a NUL character \\(at /"
  done
  printf 'app: w\nenv: s\nmanifests: |\n  a: 1\n\0  b: 2\n' >raw.yaml
  run manifest template -f raw.yaml
  refused "a manifest file" 4 'raw.yaml:5:1: not valid YAML: control characters'
  printf 'app: w\nenv: s\nmanifests: "a: 1"\n\0' >end.yaml
  run artifact create --repository a/b --sha 1 --env-file end.yaml
  refused "the end of a manifest file" 4 'end.yaml:4:1: not valid YAML: control characters'
  mkdir -p chart/templates && printf 'apiVersion: v2\nname: c\nversion: 0.1.0\n' >chart/Chart.yaml && printf 'v: {{ .Values.v | quote }}\n' >chart/templates/v.yaml
  printf 'app: w\nenv: s\nchart: {name: "./chart\\0x"}\n' >name.yaml
  run manifest template -f name.yaml
  refused "a chart's name" 4 'must not hold a NUL character \(at /chart/name\)'
  # shellcheck disable=SC2016  # a template
  printf 'app: w\nenv: s\nchart: {name: "./chart{{ \\"\\\\x00\\" }}x"}\n' >made.yaml
  run manifest template -f made.yaml
  refused "a chart's name that a template made" 4 'must not hold a NUL character \(at /chart/name\)'
  printf 'store = "%s\\u0000x"\n' "$XDG_DATA_HOME/gimlet/store.mdb" >nul.toml
  run --config nul.toml artifact list
  refused "a path of the configuration" 4 'nul.toml:1:1: the value of "store" holds a NUL character'
  printf '{"artifact": {"id": "a"}}\0x\n' >lines
  run store import lines
  refused "an import" 4 'lines:1:26: not valid JSON: there is a NUL'
  # A value is kept, as helm keeps it.
  printf 'app: w\nenv: s\nchart: {name: ./chart}\nvalues: {v: "a\\0b"}\n' >value.yaml
  run manifest template -f value.yaml
  expect_code 0
  expect_out '^v: "a\\x00b"$'
}

# An integer of more than 64 bits would become 1.8446744073709552e+19.
case_integers_of_more_than_64_bits() {
  web_1
  for integer in 18446744073709551616 -9223372036854775809 123456789012345678901234567890; do
    jq -c '.id = "i"' web-1.json | sed 's/"context":{/"context":{"deep":[1,{"er":'"$integer"'}],/' >i.json
    run artifact push -f i.json
    refused "$integer" 4 "the integer $integer has more than 64 bits \\(at /context/deep/1/er\\)"
    expect_err 'quote it to keep it as a text'
    printf 'app: w\nenv: s\nvalues:\n  a: [1, %s]\nchart: {name: ./chart}\n' "$integer" >i.yaml
    for command in 'manifest template -f i.yaml' 'artifact create --repository a/b --sha 1 --env-file i.yaml'; do
      # shellcheck disable=SC2086  # words
      run $command
      refused "$integer in YAML" 4 "i.yaml:4:10: .*the integer $integer has more than 64 bits"
    done
    run manifest lint i.yaml
    expect_code 4
    expect_out "i.yaml:4:10: error: .*the integer $integer"
  done
  printf 'app: w\nenv: s\nvalues: {123456789012345678901: x}\nchart: {name: ./chart}\n' >key.yaml
  run manifest template -f key.yaml
  refused "a key" 4 'the integer 123456789012345678901 has more than 64 bits'
  # What 64 bits hold is kept, and so is a text.
  printf 'app: w\nenv: s\nvalues: {a: 18446744073709551615, b: -9223372036854775808, c: 9007199254740993, d: "18446744073709551616", e: 1.5e300}\nchart: {name: ./chart}\n' >kept.yaml
  run artifact create --repository a/b --sha 1 --env-file kept.yaml -o kept.json
  expect_code 0
  values='"a":18446744073709551615,"b":-9223372036854775808,"c":9007199254740993,"d":"18446744073709551616","e":1.5e+300'
  expect_equal "the values" "$(tr -d ' \n' <kept.json | grep -oF "$values")" "$values"
  run artifact push --no-release -f kept.json -o json
  expect_equal "the stored values" "$(tr -d ' \n' <<<"$out" | grep -oF "$values")" "$values"
  # Charts' own values are what helm makes of them.
  mkdir -p chart/templates && printf 'apiVersion: v2\nname: c\nversion: 0.1.0\n' >chart/Chart.yaml && printf 'v: {{ .Values.v }}\n' >chart/templates/v.yaml
  echo 'v: 18446744073709551616' >chart/values.yaml
  run chart template c chart
  expect_out '^v: 1.8446744073709552e\+19$'
  run chart template c chart --set-json v=18446744073709551616
  expect_out '^v: 1.8446744073709552e\+19$'
}

# A fraction with more digits than a double has would come back as another number.
case_fractions_of_many_digits() {
  web_1
  in_items() { jq -c '.id = "f"' web-1.json | sed 's/"items":\[/"items":[{"name":"coverage","value":'"$1"'},/'; }
  for number in 123456789012345678901234567890.5 0.3333333333333333333 9007199254740993.0 1e-400; do
    in_items "$number" >f.json
    run artifact push -f f.json
    refused "$number" 4 "the number $number has more digits than a double keeps \\(at /items/0/value\\)"
    expect_err 'quote it to keep it as a text'
  done
  n=0
  for number in 1E5 0.1 0.10000000000000001 83.33333333333333 100.250 5e-324; do
    n=$((n + 1))
    in_items "$number" | sed "s/\"id\":\"f\"/\"id\":\"f$n\"/" >f.json
    run artifact push --no-release -f f.json
    expect_code 0
    run artifact show "f$n"
    expect "$number comes back" jq -e ".items[0].value == $number" <<<"$out"
    run artifact push --no-release -f f.json -o json
    expect_json .changed false
  done
}

# quiet_log ARGS…: what is printed holds no order to a terminal or to a CI system, whatever the artifact says.
quiet_log() {
  run --color never "$@"
  if LC_ALL=C grep -qaP '^[ \t]*::|##vso\[|\x1b|\r|\xc2\x9b|\xe2\x80\xae' .out .err; then fail "orders come out"; else pass; fi
}

case_orders_in_artifacts() {
  web_1
  jq -n '"\n  ::error::x ##vso[task.setvariable]y\r\u001b[2J\u009b2J\u202e" as $evil |
    {id: ("o/r" + $evil), version: {repositoryName: "o/r", sha: ("1" + $evil), branch: ("main" + $evil), event: "push",
      message: ("m" + $evil), tag: ("t" + $evil), authorName: ("n" + $evil)}, context: {X: $evil},
     environments: [{app: "evil", env: "staging", deploy: {event: "push"}, manifests: "a: 1"},
       {app: "fails", env: "staging", deploy: {event: "push"}, manifests: "a: {{ fail .X }}"}]}' >evil.json
  jq '.context["\n::x\u001b[2J"] = 5' evil.json >key.json
  id=$(jq -r .id evil.json)
  quiet_log artifact push -f key.json
  expect_code 4
  quiet_log artifact push -f evil.json
  expect_out '^o/r .* stored$'
  quiet_log artifact push -f evil.json -v --dry-run
  quiet_log artifact list
  expect_out 'o/r '
  quiet_log artifact track "$id"
  quiet_log release --env nowhere --artifact "$id"
  expect_err 'has no manifest for env "nowhere"'
  quiet_log release --env staging --app fails --artifact "$id"
  for command in 'release list' 'release list --env staging' 'release status' 'release status --env staging' 'store check' 'doctor'; do
    # shellcheck disable=SC2086  # words
    quiet_log $command
  done
  quiet_log release track "$("$GIMLET" artifact track "$id" -o json | jq -r '.event')"
  expect_out 'is (processed|error)'
  # Of the repository too, and JSON is as it is.
  git -C gitops pull -q
  mkdir -p gitops/staging/web2 && jq -n '{app: "x\n::y\u001b[2J", env: "staging\n::z", artifactId: "a\n::b", triggeredBy: "c\n::d"}' >gitops/staging/web2/release.json
  commit_by_hand $'Subject\n\n::body'
  quiet_log release status --env staging
  quiet_log release list --env staging
  run artifact list -o json
  # shellcheck disable=SC2016  # jq's variable
  expect "JSON is as it is" jq -e --arg id "$id" 'any(.[]; .id == $id)' .out
  quiet_log store remove --dry-run "$id"
  quiet_log store remove "$id"
  expect_code 0
  # An id that is an order.
  jq '.id = "::stop-commands::x"' evil.json >order.json
  quiet_log artifact push --no-release -f order.json
  expect_out '^[|] ::stop-commands::x stored$'
}

# YAML takes n, y, on and off for booleans.
# Names stay the words that they are, as yaml.v3 has them, which Gimlet reads manifests with; elsewhere a boolean is refused.
case_booleans_where_names_are_meant() {
  web_1
  for word in n y N Y no yes on off On OFF true False; do
    for field in app env namespace; do
      printf 'app: w\nenv: s\nnamespace: p\nmanifests: "a: 1"\n' | sed "s/^$field: .*/$field: $word/" >word.yaml
      run artifact create --repository a/b --sha 1 --env-file word.yaml
      [ "$code" = 0 ] || fail "$field: $word gave exit $code"
      got=$(jq -r ".environments[0].$field" <<<"$out")
      [ "$got" = "$word" ] || fail "$field: $word became $got"
    done
    for field in chart.name chart.version chart.repository deploy.branch deploy.tag deploy.event cleanup.app cleanup.branch; do
      {
        printf 'app: w\nenv: s\n'
        case $field in
          chart.name) echo "chart: {name: $word}" ;;
          chart.*) echo "chart: {name: ./chart, ${field#*.}: $word}" ;;
          *) printf '%s: {%s: %s}\nmanifests: "a: 1"\n' "${field%.*}" "${field#*.}" "$word" ;;
        esac
      } >word.yaml
      run artifact create --repository a/b --sha 1 --env-file word.yaml
      [ "$code" = 4 ] || fail "$field: $word gave exit $code"
      grep -qF "must be a string, not a boolean (at /${field/.//})" <<<"$err" || fail "$field: $word"
    done
  done
  expect_err 'quote the value; in YAML y, n, yes, no, on and off are booleans'
  printf 'app: "y"\nenv: "n"\nnamespace: "on"\nmanifests: "a: 1"\n' >quoted.yaml
  run artifact create --repository a/b --sha 1 --env-file quoted.yaml
  expect_json '.environments[0] | "\(.app) \(.env) \(.namespace)"' "y n on"
  run artifact push -f web-1.json --dry-run --as y
  expect_code 0
  # Texts of manifests stay as they are.
  printf 'app: w\nenv: s\nmanifests: |\n  metadata: {namespace: n}\n  big: 18446744073709551616\n' >text.yaml
  run manifest template -f text.yaml
  expect_equal "the text" "$(tail -2 <<<"$out")" $'metadata: {namespace: n}\nbig: 18446744073709551616'
}

run_cases "$@"

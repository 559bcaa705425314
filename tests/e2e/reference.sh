#!/usr/bin/env bash
# __reference: the man pages and README's tables that the program writes of itself, and help beside them.
. "$(dirname "$0")/lib.sh"

readme=$E2E_DIR/../../README.md
man=$PWD/man
run __reference man "$man"
expect_code 0

case_man_pages() {
  for page in gimlet gimlet-release gimlet-release-list gimlet-rollback gimlet-artifact-push gimlet-store-export; do
    expect "$page" test -s "$man/$page.1"
  done
  expect_equal "hidden pages" "$(find "$man" -name "*__*" -o -name "*release-rollback*")" ""
  for page in "$man"/*.1; do
    for section in NAME SYNOPSIS DESCRIPTION ENVIRONMENT "EXIT STATUS" EXAMPLES "SEE ALSO"; do
      expect "$page has $section" grep -qx ".SH $section" "$page"
    done
    expect_equal "requests in $page" "$(grep -vE '^(\.(TH|SH|TP|PP|BR|nf|fi)( |$)|[^.'"'"'])' "$page")" ""
    # Every page that is named is there.
    for named in $(sed -n 's/^\.BR \(gimlet[^ ]*\) (1),$/\1/p' "$page" | tr -d "\\\\"); do
      expect "$page names $named" test -f "$man/$named.1"
    done
  done
  if command -v groff >/dev/null; then
    for page in "$man"/*.1; do
      expect_equal "groff on $page" "$(groff -man -Tutf8 -ww -z "$page" 2>&1)" ""
    done
  fi
}

# What help lists is in the man page and in what completion offers.
case_help_man_and_completion_agree() {
  for command in "" "artifact push" "chart template" "release" "release list" "rollback" "manifest template"; do
    # shellcheck disable=SC2086
    run $command --help
    expect_code 0
    options=$(grep -oE '^ {2,6}(-[a-z], )?--[a-z-]+' <<<"$out" | grep -oE -- '--[a-z-]+')
    page=$man/gimlet${command:+-${command// /-}}.1
    # shellcheck disable=SC2086
    run __complete -- $command --
    expect "some options" test -n "$options"
    for option in $options; do
      expect "$page has $option" grep -qF -- "${option//-/\\-}" "$page"
      expect_out "^$option\$"
    done
  done
}

# The names of the Gimlet CLI are understood and not shown.
case_hidden_names() {
  for shown in "$("$GIMLET" artifact create --help)" "$("$GIMLET" artifact list --help)" "$("$GIMLET" --help)" "$(cat "$man"/*.1)"; do
    expect_not "aliases" grep -qE 'sourceBranch|authorName|envFile|--server|\\-\\-server|release rollback' <<<"$shown"
  done
  run artifact list --sourceBranch x
  expect_code 0
}

# The tables of README: a stale one is written anew, and nothing else changes.
case_readme_tables() {
  cp "$readme" README.md
  run __reference readme README.md
  expect_code 0
  expect_equal "README is fresh" "$(diff "$readme" README.md)" ""
  sed -i '/^| `rollback /d; s/^# gimlet$/# Title/' README.md
  run __reference readme README.md
  expect_equal "README" "$(diff "$readme" README.md | grep -c '^[<>]')" 2
  expect "other text stays" grep -qx '# Title' README.md
  printf '<!-- reference: commands -->\n' >README.md
  run __reference readme README.md
  expect_code 4
  expect_err 'has no end'
  run __reference readme absent.md
  expect_code 3
}

# Words: no sentence of help explains a word with itself.
case_plain_words() {
  for page in "$man"/*.1; do
    expect_not "$page: what … is what" grep -qiE 'what .* (is|are) what' "$page"
  done
}

run_cases "$@"

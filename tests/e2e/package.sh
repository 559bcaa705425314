#!/usr/bin/env bash
# What `./dev package` makes: the file that users download. Only the build that ships has these cases.
. "$(dirname "$0")/lib.sh"

build=$(dirname "$(dirname "$GIMLET")")
version=$("$GIMLET" --version | cut -d' ' -f2)
if ! cpack --config "$build/CPackConfig.cmake" -B "$SUITE_DIR/packages" >"$SUITE_DIR/cpack.log" 2>&1; then
  fail "cpack: $(cat "$SUITE_DIR/cpack.log")"
fi
deb=$(echo "$SUITE_DIR"/packages/gimlet_*.deb)
archive=$(echo "$SUITE_DIR"/packages/gimlet-*.tar.gz)

# expect_installed FOLDER: it holds all that belongs to the program, and the program works.
expect_installed() {
  local folder=$1 before=$GIMLET
  expect_equal "the manual pages" "$(ls "$folder/share/man/man1")" "$("$GIMLET" __reference man "$WORK/man" && ls "$WORK/man")"
  expect_equal "bash's completion" "$(cat "$folder/share/bash-completion/completions/gimlet")" "$("$GIMLET" completion bash)"
  expect "zsh's completion" test -s "$folder/share/zsh/site-functions/_gimlet"
  expect "fish's completion" test -s "$folder/share/fish/vendor_completions.d/gimlet.fish"
  expect "the licence" grep -q Copyright "$folder/share/doc/gimlet/LICENSE"
  expect_equal "licence texts that are empty" "$(find "$folder/share/doc/gimlet/licences" -type f -empty)" ""
  expect "a licence text of libgit2" grep -qi "GPL-2" "$folder/share/doc/gimlet/licences/libgit2-dev"
  expect_equal "licence texts" "$(find "$folder/share/doc/gimlet/licences" -type f | wc -l)" 25
  GIMLET=$folder/bin/gimlet
  run --version
  expect_equal "the version" "$out" "gimlet $version"
  # Exceptions pass through a program that was stripped.
  printf 'app: web\nenv: staging\nnamespace: x\nmanifests: "a: {{ foo }}"\n' >"$WORK/manifest.yaml"
  run manifest template -f "$WORK/manifest.yaml"
  expect_code 4
  expect_err 'function "foo" not defined'
  GIMLET=$before
}

case_deb() {
  expect_equal "the version" "$(dpkg-deb --field "$deb" Version)" "$version"
  expect_equal "the architecture" "$(dpkg-deb --field "$deb" Architecture)" "$(dpkg --print-architecture)"
  expect_equal "what it depends on" "$(dpkg-deb --field "$deb" Depends)" ""
  expect_equal "files outside of /usr" "$(dpkg-deb --contents "$deb" | awk '{print $6}' | grep -v '^\./usr/\|^\./$')" ""
  dpkg-deb --extract "$deb" "$WORK/root"
  expect_installed "$WORK/root/usr"
}

case_archive() {
  expect_equal "its name" "$(basename "$archive")" "gimlet-$version-linux-$(uname -m).tar.gz"
  mkdir "$WORK/root"
  tar -xzf "$archive" -C "$WORK/root"
  expect_installed "$WORK/root/usr"
}

run_cases "$@"

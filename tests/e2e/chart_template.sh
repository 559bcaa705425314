#!/usr/bin/env bash
# chart template prints what helm template 4.1.4 prints, and refuses what it refuses with its words: the cases of
# tests/data/charts, whose goldens make_goldens there made with the real program.
. "$(dirname "$0")/lib.sh"

words() { tr -s '[:space:]' ' ' <<<"${1//@HERE@/$PWD}"; }

case_goldens_of_helm() {
  cd "$DATA_DIR/charts" || exit 1
  while read -r name chart arguments; do
    [ -n "$name" ] || continue
    set -f
    # shellcheck disable=SC2086 # the arguments are words without blanks in them
    run chart template myapp "$chart" $arguments
    set +f
    if [ -f "goldens/$name.yaml" ]; then
      expect_code 0
      expect "$name is what helm prints" cmp "goldens/$name.yaml" "$WORK/.out"
      cmp -s "goldens/$name.yaml" "$WORK/.out" || diff "goldens/$name.yaml" "$WORK/.out" | head -20
    else
      if [ "$code" = 4 ] || [ "$code" = 2 ]; then pass; else fail "$name: exit code $code"; fi
      case $(words "$err") in
        *"$(words "$(cat "goldens/$name.error")" | sed 's/ $//')"*) pass ;;
        *) fail "$name lacks helm's words: $(cat "goldens/$name.error")" ;;
      esac
    fi
  done <cases.txt
}

case_what_is_no_chart() {
  run chart template myapp "$WORK/nowhere"
  expect_code 3
  run chart template myapp
  expect_code 2
  printf 'not an archive' >bad.tgz
  run chart template myapp bad.tgz
  expect_code 4
  expect_err 'does not appear to be a gzipped archive'
}

# An archive that tries to leave its folder.
case_an_archive_that_leaves_its_folder() {
  mkdir -p evil/x && echo 'name: x' >evil/x/Chart.yaml && echo hi >outside
  tar czf evil.tgz --transform 's,outside,x/../../outside,' -C evil x -C .. outside 2>/dev/null
  run chart template myapp evil.tgz
  expect_code 4
  expect_err 'parent directory'
}

case_a_chart_without_end() {
  mkdir -p loop/templates
  printf 'apiVersion: v2\nname: loop\nversion: 0.1.0\n' >loop/Chart.yaml
  printf '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}\n' >loop/templates/x.yaml
  run chart template myapp loop
  expect_code 4
  printf '{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}\n' >loop/templates/x.yaml
  run chart template myapp loop
  expect_code 4
}

case_values_and_schema() {
  mkdir -p small/templates
  printf 'apiVersion: v2\nname: small\nversion: 0.1.0\n' >small/Chart.yaml
  printf '{"properties": {"a": {"type": "integer"}}}' >small/values.schema.json
  printf 'a: {{ .Values.a }}\n' >small/templates/a.yaml
  printf 'a: 3\n' >three.yaml
  run chart template web small --values three.yaml
  expect_code 0
  expect_out '^a: 3$'
  run chart template web small --set a=x
  expect_code 4
  run chart template web small --set a=x --skip-schema-validation
  expect_code 0
  expect_out '^a: x$'
}

run_cases "$@"

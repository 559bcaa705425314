#!/usr/bin/env bash
# Charts without an end, and charts that only look like it.
. "$(dirname "$0")/lib.sh"

chart=$DATA_DIR/charts/broken/endless
# Sanitizers reserve more address space than there is memory.
grep -q __asan_init "$GIMLET" || ulimit -v $((2 * 1024 * 1024))  # KiB

case_charts_without_an_end() {
  for kind in recursion loop text; do
    run chart template web "$chart" --set kind=$kind
    expect_code 4
    expect_err 'raise the bounds with --render-limits'
  done
  run chart template web "$chart" --set kind=tpl --set-string 'text={{ tpl .Values.text . }}'
  expect_code 4
  run chart template web "$chart" --set kind=recursion --render-limits 8
  expect_code 4
}

case_charts_that_only_look_like_it() {
  run chart template web "$chart" --set kind=deep
  expect_code 4
  expect_err 'raise the bounds'
  run chart template web "$chart" --set kind=deep --render-limits 4
  expect_code 0
  expect_out 'kind: bottom'
  GIMLET_RENDER_LIMITS=4 run chart template web "$chart" --set kind=deep
  expect_code 0
}

case_factors_that_are_none() {
  run chart template web "$chart" --render-limits 0
  expect_code 2
  run chart template web "$chart" --render-limits 1000
  expect_code 2
}

run_cases "$@"

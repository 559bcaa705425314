#!/usr/bin/env bash
# Faulty manifests and artifacts, through every command that reads them: the exit code and the words are those of the golden
# beside the faults, so that every build of the program says the same. GIMLET_ACCEPT=1 writes the goldens.
#
# faulty/KIND.txt holds faults, each below a line "=== NAME"; faulty/KIND.golden what the program says to them.
. "$(dirname "$0")/lib.sh"

# say ARGS…: runs the program, and adds to $said what it answered. What differs from run to run is left out.
say() {
  run "$@"
  said+="\$ gimlet $*"$'\n'"exit code $code"$'\n'
  said+=$(printf '%s\n%s\n' "${out:+stdout: $out}" "${err:+stderr: $err}" |
    sed -E "/^\$/d; s|$WORK|WORK|g; s/\\b[0-9a-f]{7,40}\\b/HASH/g"; echo .)
  said=${said%.}
  expect "an answer, not a crash: $*" test "$code" -lt 126
}

try_manifest() {  # try_manifest NAME: manifest.yaml, from lint to release
  say manifest lint manifest.yaml --var SHA=1 --var BRANCH=main
  say manifest template -f manifest.yaml --var SHA=1 --var BRANCH=main
  run artifact create --id "me/$1" --repository me/app --sha 1234 --branch main --event push --message m \
    --created 2024-01-02T03:04:05Z --var SHA=1 --var BRANCH=main -o artifact.json
  say artifact add -f artifact.json --env-file manifest.yaml
  [ "$code" = 0 ] || return
  say artifact push -f artifact.json
  say release --env staging -a "me/$1"
}

try_artifact() {  # try_artifact NAME: artifact.json
  say artifact push -f artifact.json
  say artifact add -f artifact.json --field name=x
}

# faults KIND TRY FILE: each fault of a kind is put into the file, and tried.
faults() {
  local name names golden=$E2E_DIR/faulty/$1.golden faults=$E2E_DIR/faulty/$1.txt
  mapfile -t names < <(sed -n 's/^=== //p' "$faults")
  said=''
  make_gitops
  mkdir chart
  cp -r "$DATA_DIR/charts/broken" .
  printf 'apiVersion: v2\nname: chart\nversion: 0.1.0\n' >chart/Chart.yaml
  printf '{"properties": {"replicas": {"type": "integer"}}}' >chart/values.schema.json
  for name in "${names[@]}"; do
    awk -v name="$name" '/^=== / { inside = $2 == name; next } inside' "$faults" >"$3"
    said+="=== $name"$'\n'
    tip=$(remote_tip)
    "$2" "$name"
    [ "$(remote_tip)" = "$tip" ] || said+=$'the remote has a release of it\n'
  done
  expect_golden "$golden" "$said"
}

case_templates() { faults templates try_manifest manifest.yaml; }
case_yaml() { faults yaml try_manifest manifest.yaml; }
case_fields() { faults fields try_manifest manifest.yaml; }
case_policies() { faults policies try_manifest manifest.yaml; }
case_patches() { faults patches try_manifest manifest.yaml; }
case_charts() { faults charts try_manifest manifest.yaml; }
case_artifacts() { faults artifacts try_artifact artifact.json; }

run_cases "$@"

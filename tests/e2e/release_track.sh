#!/usr/bin/env bash
# release track: the store's record of a request.
. "${BASH_SOURCE[0]%/*}/lib.sh"
make_gitops
push web 1
event=$(jq -r .event <<<"$out")
run release track "$event" -o json
expect_code 0
expect_json .id "$event"
expect_json .type push
expect_json .status processed
expect_json .statusDesc ""
expect_json '.results[0].gitopsRef' "$(remote_tip)"
run release track "$event"
expect_out 'processed'
expect_out 'staging/web released'
run release --env production -a mycompany/web-1 -o json
run release track "$(jq -r .event <<<"$out")" -o json
expect_json '.request | "\(.type) \(.env) \(.triggeredBy)"' "release production Test User"
expect_equal "the trailer" "$(git -C remote.git log -1 --format='%(trailers:key=Gimlet-Event,valueonly)' main | head -1)" "$(jq -r .id <<<"$out")"

# Mistake 11: "processed" was reported for failed deploys.
printf '#!/bin/sh\nexit 1\n' >remote.git/hooks/pre-receive && chmod +x remote.git/hooks/pre-receive
push web 2
expect_code 5
run release track "$(jq -r .event <<<"$out")" -o json
expect_json .status error
run release track nope
expect_code 3

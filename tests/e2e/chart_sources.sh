#!/usr/bin/env bash
# Charts of HTTP repositories, OCI registries, URLs and git; the cache; --offline.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"

start_web
chart shop 1.0.0
chart shop 1.1.0
chart shop 2.0.0-rc.1
chart tampered 1.0.0
cat >"$WEB/root/repo/index.yaml" <<YAML
apiVersion: v1
entries:
  other:
  - version: 9.0.0
    urls: [nowhere.tgz]
  shop:
  - name: shop
    version: 1.0.0
    urls:
    - shop-1.0.0.tgz
    digest: $(digest_of "$WEB/root/repo/shop-1.0.0.tgz")
  - name: shop
    version: 2.0.0-rc.1
    urls: [shop-2.0.0-rc.1.tgz]
  - name: shop
    version: 1.1.0
    urls:
    - $web/repo/shop-1.1.0.tgz
  tampered:
  - version: 1.0.0
    digest: $(digest_of /dev/null)
    urls: [tampered-1.0.0.tgz]
generated: "2026-01-01T00:00:00Z"
YAML

registry=${web#http://}
publish charts/shop 1.0.0 "$WEB/root/repo/shop-1.0.0.tgz"
by_digest=$manifest_digest
publish charts/shop 1.1.0_build.5 "$WEB/root/repo/shop-1.1.0.tgz"
publish charts/shop 2.0.0-rc.1 "$WEB/root/repo/shop-2.0.0-rc.1.tgz"
publish charts/shop latest "$WEB/root/repo/shop-1.1.0.tgz"
publish private/shop 1.0.0 "$WEB/root/repo/shop-1.0.0.tgz"
publish broken/shop 1.0.0 "$WEB/root/repo/shop-1.0.0.tgz"
cp "$WEB/root/repo/shop-1.1.0.tgz" "$WEB/registry/broken/shop/blobs/sha256:$(digest_of "$WEB/root/repo/shop-1.0.0.tgz")"

case_an_http_repository() {
  run chart template web shop --repo "$web/repo"
  expect_code 0
  expect_out '^# Source: shop/templates/map.yaml$'
  expect_out 'version: "1.1.0"'
  expect_equal "nothing but the chart is on stdout and nothing on stderr" "$err" ""
  forget_requests
  run chart template web shop --repo "$web/repo/" --version '~1.0'
  expect_out 'version: "1.0.0"'
  expect_equal "the index was asked for with its ETag" "$(requests '304 GET /repo/index.yaml')" 1
  run chart template web shop --repo "$web/repo" --version '>1-0'
  expect_out 'version: "2.0.0-rc.1"'
  forget_requests
  run chart template web shop --repo "$web/repo" --version 1.0.0
  expect_out 'version: "1.0.0"'
  expect_equal "requests for an exact version that is there" "$(requests .)" 0
  run chart template web shop --repo "$web/repo" --version 7.0.0
  expect_code 3
  expect_err "chart \"shop\" version \"7.0.0\" not found in $web/repo repository"
  run chart template web missing --repo "$web/repo"
  expect_code 3
  expect_err 'chart "missing" not found in'
  run chart template web shop --repo "$web/repo" --version '>>1'
  expect_code 4
  expect_err 'improper constraint'
  run chart template web tampered --repo "$web/repo"
  expect_code 1
  expect_err 'not what the repository.s index says'
  run chart template web shop --repo "$web/nowhere"
  expect_code 3
  expect_err "there is no $web/nowhere/index.yaml"
  run chart template web shop --repo http://127.0.0.1:1/x
  expect_code 1
  expect_err 'cannot fetch http://127.0.0.1:1/x/index.yaml'
  run chart template web shop --repo ftp://example.com
  expect_code 4
}

case_users() {
  run chart template web shop --repo "$web/private"
  expect_code 5
  expect_err 'asks for a user'
  run chart template web shop --repo "$web/private" --username me --password s3cret
  expect_code 0
  run chart template web shop --repo "http://me:s3cret@${web#http://}/private" --version '<1.1'
  expect_code 0
  run chart template web shop --repo "http://me:wrong@${web#http://}/private" --version '<1.1'
  expect_code 5
  expect_no_err wrong
  expect "no password in the cache" bash -c "! grep -rl s3cret '$XDG_CACHE_HOME'"
  mkdir -p "$XDG_CONFIG_HOME/helm"
  printf 'repositories:\n- name: mine\n  url: %s/private/\n  username: me\n  password: s3cret\n' "$web" >"$XDG_CONFIG_HOME/helm/repositories.yaml"
  run chart template web mine/shop
  expect_code 0
  expect_out 'version: "1.1.0"'
  run chart template web shop --repo "$web/private"
  expect_code 0
  rm "$XDG_CONFIG_HOME/helm/repositories.yaml"
  run chart template web shop --repo "$web/private"
  expect_code 5
  GIMLET_CHART_USERNAME=me GIMLET_CHART_PASSWORD=s3cret run chart template web shop --repo "$web/private"
  expect_code 0
  echo "machine 127.0.0.1 login me password s3cret" >"$HOME/.netrc"
  run chart template web shop --repo "$web/private"
  expect_code 0
  rm "$HOME/.netrc"
  run chart template web yours/shop
  expect_code 3
  expect_err 'helm knows no repository "yours"'
}

case_certificates() {
  mkdir -p "$XDG_CONFIG_HOME/helm"
  run chart template web shop --repo "$web_tls/repo"
  expect_code 1
  expect_err '--ca-file'
  run chart template web shop --repo "$web_tls/repo" --ca-file "$WEB/server.pem"
  expect_code 0
  printf 'repositories:\n- name: mine\n  url: %s/repo\n  caFile: %s\n' "$web_tls" "$WEB/server.pem" >"$XDG_CONFIG_HOME/helm/repositories.yaml"
  run chart template web mine/shop
  expect_code 0
  rm "$XDG_CONFIG_HOME/helm/repositories.yaml"
  SSL_CERT_FILE=$WEB/server.pem run chart template web shop --repo "$web_tls/repo"
  expect_code 0
}

case_the_url_of_an_archive() {
  run chart template web "$web/repo/shop-1.0.0.tgz"
  expect_code 0
  expect_out 'version: "1.0.0"'
  run chart template web "$web/repo/index.yaml"
  expect_code 4
  run chart template web "$web/encoded/shop-1.0.0.tgz"
  expect_code 0
}

case_an_oci_registry() {
  run chart template web "oci://$registry/charts/shop"
  expect_code 0
  expect_out 'version: "1.1.0"'
  run chart template web "oci://$registry/charts/shop" --version 1.0.0
  expect_out 'version: "1.0.0"'
  forget_requests
  run chart template web "oci://$registry/charts/shop:1.0.0"
  expect_out 'version: "1.0.0"'
  run chart template web shop --repo "oci://$registry/charts" --version 1.0.0
  expect_out 'version: "1.0.0"'
  expect_equal "requests for an exact version that is there" "$(requests .)" 0
  run chart template web "oci://$registry/charts/shop" --version '<1.1'
  expect_out 'version: "1.0.0"'
  run chart template web "oci://$registry/charts/shop" --version '1.1.0+build.5'
  expect_out 'version: "1.1.0"'
  run chart template web "oci://$registry/charts/shop:latest"
  expect_out 'version: "1.1.0"'
  run chart template web "oci://$registry/charts/shop@$by_digest"
  expect_out 'version: "1.0.0"'
  run chart template web "oci://$registry/charts/shop" --version 5.0.0
  expect_code 3
  expect_err 'manifest unknown'
}

case_users_of_a_registry() {
  run chart template web "oci://$registry/private/shop"
  expect_code 5
  run chart template web "oci://$registry/private/shop" --username me --password s3cret
  expect_code 0
  run chart prune --all
  expect_code 0
  mkdir -p "$HOME/.docker"
  jq -n --arg host "$registry" --arg auth "$(printf me:s3cret | base64)" '{auths: {($host): {auth: $auth}}}' >"$HOME/.docker/config.json"
  run chart template web "oci://$registry/private/shop"
  expect_code 0
  run chart prune --all
  jq -n --arg host "$registry" '{auths: {($host): {identitytoken: "machine"}}}' >"$HOME/.docker/config.json"
  run chart template web "oci://$registry/private/shop"
  expect_code 0
  run chart prune --all
  mkdir bin
  # shellcheck disable=SC2016  # the script's own variables
  printf '#!/bin/sh\nread host; [ "$host" = "%s" ] && echo "{\\"Username\\": \\"me\\", \\"Secret\\": \\"s3cret\\"}"\n' "$registry" >bin/docker-credential-test
  chmod +x bin/docker-credential-test
  jq -n --arg host "$registry" '{credHelpers: {($host): "test"}}' >"$HOME/.docker/config.json"
  PATH=$WORK/bin:$PATH run chart template web "oci://$registry/private/shop"
  expect_code 0
  rm "$HOME/.docker/config.json"
}

case_what_is_not_what_its_digest_says() {
  run chart template web "oci://$registry/broken/shop"
  expect_code 1
  expect_err 'not what its digest'
}

case_a_registry_over_plain_http() {
  run chart template web "oci://0.0.0.0:${web##*:}/charts/shop"
  expect_code 1
  run chart template web "oci://0.0.0.0:${web##*:}/charts/shop" --plain-http
  expect_code 0
  expect_out 'version: "1.1.0"'
}

# A chart of git's without a revision follows the remote's HEAD; a branch or tag that is gone is an error, for all that the
# cache knows of it.
case_git_follows_the_remote() {
  git init -q -b master source
  cp -r "$SUITE_DIR/charts/1.0.0/shop" source/shop
  git -C source add . && git -C source commit -qm one && git -C source tag v1
  git clone -q --bare source source.git
  for where in "path=shop" "path=shop&branch=master" "path=shop&tag=v1"; do
    run chart template web "file://$WORK/source.git?$where"
    expect_out 'version: "1.0.0"'
  done
  sed -i s/1.0.0/3.0.0/ source/shop/Chart.yaml
  git -C source commit -qam two && git -C source push -q ../source.git HEAD:main
  git -C source.git symbolic-ref HEAD refs/heads/main
  git -C source.git branch -q -D master && git -C source.git tag -d v1 >/dev/null
  run chart template web "file://$WORK/source.git?path=shop"
  expect_out 'version: "3.0.0"'
  run chart template web "file://$WORK/source.git?path=shop&branch=master"
  expect_code 3
  expect_err 'there is no branch master of'
  run chart template web "file://$WORK/source.git?path=shop&tag=v1"
  expect_code 3
  expect_err 'there is no tag v1 of'
  run chart template web "file://$WORK/source.git?path=shop" --offline
  expect_out 'version: "3.0.0"'
}

# A branch's name may become the folder of others'.
case_git_branches_that_became_folders() {
  git init -q -b main source
  cp -r "$SUITE_DIR/charts/1.0.0/shop" source/shop
  git -C source add . && git -C source commit -qm one && git -C source branch rel
  git clone -q --bare source source.git
  chart() { run chart template web "file://$WORK/source.git?path=shop$1"; }
  for where in "" "&branch=rel"; do
    chart "$where"
    expect_out 'version: "1.0.0"'
  done
  for branch in rel main; do
    git -C source.git branch -m "$branch" between && git -C source.git branch -m between "$branch/x"
  done
  for where in "" "&branch=rel/x" "&branch=main/x"; do
    chart "$where"
    expect_out 'version: "1.0.0"'
  done
  chart "&branch=rel"
  expect_code 3
  expect_err 'there is no branch rel of'
  chart "&branch=main/x/y"
  expect_code 3
  expect_err 'there is no branch main/x/y of'
  # A commit is looked for in all branches.
  git -C source.git branch -m rel/x between && git -C source.git branch -m between rel
  sed -i s/1.0.0/4.0.0/ source/shop/Chart.yaml
  git -C source commit -qam two && git -C source push -q ../source.git main:refs/heads/main/x
  chart "&sha=$(git -C source rev-parse main)"
  expect_out 'version: "4.0.0"'
}

case_git() {
  git init -q source
  mkdir -p source/deploy
  cp -r "$SUITE_DIR/charts/1.0.0/shop" source/deploy/
  ln -s ../deploy/shop source/deploy/link
  for bad in loop outside dangling; do cp -r "$SUITE_DIR/charts/1.0.0/shop" "source/deploy/$bad"; done
  ln -s loop.yaml source/deploy/loop/templates/loop.yaml
  ln -s ../../../../outside source/deploy/outside/templates/x.yaml
  ln -s nothing source/deploy/dangling/templates/x.yaml
  git -C source add .
  git -C source commit -qm one
  git -C source tag -am first v1
  first=$(git -C source rev-parse HEAD)
  git clone -q --bare source source.git
  sed -i s/1.0.0/3.0.0/ source/deploy/shop/Chart.yaml
  git -C source commit -qam two
  git -C source push -q ../source.git main
  for where in "path=/deploy/shop/&sha=$first" "tag=v1&path=deploy/shop" "path=deploy/shop&sha=${first:0:10}" "path=deploy/link&tag=v1"; do
    run chart template web "file://$WORK/source.git?$where"
    expect_code 0
    expect_out 'version: "1.0.0"'
  done
  for where in "path=deploy/shop" "path=deploy/shop&branch=main"; do
    run chart template web "file://$WORK/source.git?$where"
    expect_out 'version: "3.0.0"'
  done
  for bad in "loop:leads in a circle" "outside:leads out of the repository" "dangling:leads to nothing"; do
    run chart template web "file://$WORK/source.git?path=deploy/${bad%%:*}"
    expect_code 4
    expect_err "${bad#*:}"
  done
  run chart list -o json
  expect_json "[.[] | select(.digest == \"\") | .repository] | join(\" \")" "file://$WORK/source.git"
  run chart template web "file://$WORK/source.git?path=nowhere"
  expect_code 3
  expect_err 'no folder nowhere'
  run chart template web "file://$WORK/source.git?path=deploy/shop&tag=v9"
  expect_code 3
  expect_err 'no tag v9'
  run chart template web "file://$WORK/source.git?path=../x"
  expect_code 4
  run chart template web "file://$WORK/source.git?pfad=x"
  expect_code 4
  expect_err 'the address has no parameter "pfad"'
  mv source.git away.git
  run chart template web "file://$WORK/source.git?path=/deploy/shop/&sha=$first"
  expect_code 0
  run chart template web "file://$WORK/source.git?path=/deploy/shop&branch=main"
  expect_code 1
  run chart template web "file://$WORK/source.git?path=/deploy/shop&branch=main" --offline
  expect_code 0
  expect_out 'version: "3.0.0"'
  run chart template web "file://$WORK/elsewhere.git?path=x" --offline
  expect_code 3
  expect_err 'not in the cache'
}

case_pull_list_and_offline() {
  run chart list
  expect_code 0
  expect_equal "an empty list" "$out" ""
  run chart pull shop --repo "$web/repo" --version 1.0.0 -o json
  expect_code 0
  expect_json '.changed' true
  expect_json '.charts[0] | [.name, .version, .digest] | join(" ")' "shop 1.0.0 $(digest_of "$WEB/root/repo/shop-1.0.0.tgz")"
  run chart pull shop --repo "$web/repo" --version 1.0.0 -o json
  expect_json '.changed' false
  expect_json '.charts[0].fromCache' true
  run chart pull shop --repo "$web/repo" -d .
  expect_out '^shop 1.1.0 sha256:'
  expect "the archive" cmp shop-1.1.0.tgz "$WEB/root/repo/shop-1.1.0.tgz"
  run chart pull
  expect_code 2
  run chart pull "$DATA_DIR/charts/shop"
  expect_code 2
  cat >manifest.yaml <<YAML
app: web
env: staging
chart: {repository: "oci://$registry/charts", name: shop, version: 1.0.0}
---
app: other
env: staging
chart: {name: "$DATA_DIR/charts/shop"}
YAML
  run chart pull -f manifest.yaml -o json
  expect_json '.charts | length' 1
  run chart pull -f - -o json
  expect_code 4
  run chart list -o json
  expect_json '[.[] | .name + " " + .version] | join(",")' "shop 1.0.0,shop 1.1.0,shop 1.0.0"
  run chart list
  expect_out 'CHART +VERSION +SHA256'
  forget_requests
  for range in "" 1.0.0 '^1' '<1.1'; do
    run chart template web shop --repo "$web/repo" --version "$range" --offline
    expect_code 0
  done
  GIMLET_OFFLINE=1 run chart template web "oci://$registry/charts/shop" --version 1.x
  expect_code 0
  expect_equal "requests of --offline" "$(requests .)" 0
  run chart template web shop --repo "$web/repo" --version 2.x --offline
  expect_code 3
  expect_err 'chart pull'
}

# manifest lint looks at charts that are fetched.
case_lint_looks_at_charts_that_are_fetched() {
  run chart pull shop --repo "$web/repo" --version 1.0.0
  printf 'app: web\nenv: staging\nchart:\n  repository: %s/repo\n  name: shop\n  version: 1.0.0\n' "$web" >lint.yaml
  run manifest lint lint.yaml
  expect_code 0
  sed 's/1.0.0/9.0.0/' lint.yaml >lint9.yaml
  run manifest lint lint9.yaml
  expect_code 4
  expect_out 'lint9.yaml:5:9: error: .*chart "shop" version "9.0.0" not found in'
  run manifest lint lint9.yaml --offline
  expect_code 0
  expect_out 'lint9.yaml:5:9: warning: the chart cannot be looked at: .*not in the cache'
  sed 's/127.0.0.1:[0-9]*/127.0.0.1:1/; s/1.0.0/2.0.0/' lint.yaml >lint1.yaml
  run manifest lint lint1.yaml
  expect_code 0
  expect_out 'warning: the chart cannot be looked at'
}

# An archive that was changed in the cache is not used.
case_an_archive_that_was_changed_in_the_cache() {
  run chart pull shop --repo "$web/repo"
  blob=$(find "$XDG_CACHE_HOME/gimlet/charts/blobs" -name "$(digest_of "$WEB/root/repo/shop-1.1.0.tgz").tgz")
  echo changed >>"$blob"
  run chart template web shop --repo "$web/repo" --version 1.1.0 --offline
  expect_code 3
  run chart template web shop --repo "$web/repo" --version 1.1.0
  expect_code 0
}

case_prune() {
  for version in 1.0.0 1.1.0; do run chart pull shop --repo "$web/repo" --version "$version"; done
  run chart pull shop --repo "oci://$registry/charts" --version 1.0.0
  find "$XDG_CACHE_HOME/gimlet/charts/blobs" -name "$(digest_of "$WEB/root/repo/shop-1.0.0.tgz").tgz" -exec touch -d '40 days ago' {} +
  run chart prune --dry-run -o json
  expect_json '.changed' false
  expect_json '.charts | length' 2
  run chart prune -o json
  expect_json '[.charts[].version] | unique | join(",")' 1.0.0
  run chart list -o json
  expect_json '[.[].version] | join(",")' 1.1.0
  run chart prune --older-than never
  expect_code 2
}

case_a_release_needs_no_server_twice() {
  make_gitops
  environments=$(jq -n --arg repo "$web/repo" '[{app: "web", env: "staging", deploy: {event: "push"},
  chart: {repository: $repo, name: "shop", version: "1.0.0"}}]')
  push web 1 "$environments"
  expect_code 0
  expect_json '.results[0].status' released
  expect "the chart's file is in the repository" test -n "$(remote_file staging/web/map.yaml)"
  kill "$web_pid"
  push web 2 "$environments"
  expect_code 0
  push web 3 "$(jq '.[0].chart.version = "1.5.0"' <<<"$environments")"
  expect_code 1
  expect_json '.results[0].status' failed
  expect_json '.results[0].reason | contains("cannot fetch")' true
}

run_cases "$@"

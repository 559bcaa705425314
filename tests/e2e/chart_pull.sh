#!/usr/bin/env bash
# chart pull: what it prints, writes and refuses. Where charts come from is chart_sources.sh's.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/http_lib.sh"
serve_shop

run chart pull shop --repo "$web/repo"
expect_code 0
archive=$WEB/root/repo/shop-1.1.0.tgz
expect_equal "stdout" "$out" "shop 1.1.0 sha256:$(digest_of "$archive") ($(stat -c %s "$archive") B, fetched)"
run chart pull shop --repo "$web/repo" --version '<1.1' -d . -o json
expect_code 0
expect_json '.charts[0].version' 1.0.0
expect "the archive" cmp shop-1.0.0.tgz "$WEB/root/repo/shop-1.0.0.tgz"
run chart pull shop --repo "$web/repo" -d nowhere
expect_code 2
expect_err 'nowhere'

# An archive that is not what the index says is neither kept nor written.
run chart prune --all
cp "$WEB/root/repo/shop-1.0.0.tgz" "$WEB/root/repo/shop-1.1.0.tgz"
mkdir fresh
run chart pull shop --repo "$web/repo" -d fresh
expect_code 1
expect_err 'not what the repository.s index says'
expect_equal "written" "$(ls fresh)" ""
run chart list -o json
expect_json length 0

run chart pull shop --repo "$web/repo" --version 1.0.0 --offline
expect_code 3
expect_err 'not in the cache'
run chart pull shop --repo "$web/repo" --version 9.9.9
expect_code 3
run chart pull
expect_code 2
run chart pull -f missing.yaml
expect_code 3

# shellcheck shell=bash
# For suites that fetch: a web server of loopback, started by start_web, with what it was asked in $WEB/access.log.
#   /repo/…      files of $WEB/root/repo
#   /encoded/…   the same, said to be compressed
#   /private/…   the same files for the user "me" with the password "s3cret"
#   /v2/…        an OCI registry whose repositories are folders of $WEB/registry: NAME/manifests/TAG, NAME/blobs/DIGEST;
#                those below private/ want the same user, everybody gets a token of /token first
#   /git/…       bare repositories of $WEB/root/git, by git-http-backend, for the same user
WEB=$SUITE_DIR/web

write_cgi() {
  cat >"$WEB/token.cgi" <<'CGI'
#!/bin/bash
token=anonymous
case "${HTTP_AUTHORIZATION:-}" in
  "Basic $(printf 'me:s3cret' | base64)") token=mine ;;
  Basic*) printf 'Status: 401\r\n\r\n'; exit ;;
esac
[ "$REQUEST_METHOD" = POST ] && [[ "$(head -c "$CONTENT_LENGTH")" = *refresh_token=machine* ]] && token=mine
printf 'Content-Type: application/json\r\n\r\n{"token": "%s"}' "$token"
CGI
  cat >"$WEB/registry.cgi" <<'CGI'
#!/bin/bash
path=${PATH_INFO#/}
repository=${path%/*/*}
case "${HTTP_AUTHORIZATION:-}" in
  "Bearer mine") ;;
  "Bearer anonymous") [[ $repository = private/* ]] && { printf 'Status: 403\r\n\r\n'; exit; } ;;
  *)
    printf 'Status: 401\r\nWWW-Authenticate: Bearer realm="%s://%s/token",service="test registry",scope="repository:%s:pull"\r\n\r\n' \
      "$([ "${HTTPS:-off}" = on ] && echo https || echo http)" "$HTTP_HOST" "$repository"
    exit ;;
esac
cd "${0%/*}/registry" || exit 1
if [[ $path = */tags/list ]]; then
  # Two tags a page.
  last=${QUERY_STRING#*last=} found=()
  [ "$last" = "$QUERY_STRING" ] && last=
  for tag in $(ls "$repository/manifests" | grep -v ^sha256); do [[ -z $last || $tag > $last ]] && found+=("\"$tag\""); done
  [ "${#found[@]}" -gt 2 ] && printf 'Link: </v2/%s/tags/list?last=%s>; rel="next"\r\n' "$repository" "$(tr -d '"' <<<"${found[1]}")"
  printf 'Content-Type: application/json\r\n\r\n{"tags": [%s]}' "$(IFS=,; echo "${found[*]:0:2}")"
elif [ -f "$path" ] && [[ $path != *..* ]]; then
  printf 'Content-Type: application/vnd.oci.image.manifest.v1+json\r\n\r\n'
  cat "$path"
else
  printf 'Status: 404\r\n\r\n{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}'
fi
CGI
}

write_configuration() {
  cat >"$WEB/conf" <<CONF
server.modules = ("mod_alias", "mod_auth", "mod_authn_file", "mod_cgi", "mod_accesslog", "mod_openssl", "mod_setenv")
server.document-root = "$WEB/root"
server.bind = "127.0.0.1"
server.port = $1
server.errorlog = "$WEB/error.log"
accesslog.filename = "$WEB/access.log"
accesslog.format = "%s %r"
mimetype.assign = (".yaml" => "text/yaml", ".tgz" => "application/gzip")
\$HTTP["url"] =~ "^/encoded/" { setenv.add-response-header = ("Content-Encoding" => "gzip") }
alias.url = ("/private" => "$WEB/root/repo", "/encoded" => "$WEB/root/repo", "/v2" => "$WEB/registry.cgi", "/token" => "$WEB/token.cgi",
  "/git" => "/usr/lib/git-core/git-http-backend")
cgi.assign = (".cgi" => "/bin/bash", "git-http-backend" => "")
setenv.add-environment = ("GIT_PROJECT_ROOT" => "$WEB/root/git", "GIT_HTTP_EXPORT_ALL" => "1")
auth.backend = "plain"
auth.backend.plain.userfile = "$WEB/users"
auth.require = ("/git" => ("method" => "basic", "realm" => "git", "require" => "valid-user"), "/private" => ("method" => "basic", "realm" => "charts", "require" => "valid-user"))
\$SERVER["socket"] == "127.0.0.1:$2" {
  ssl.engine = "enable"
  ssl.pemfile = "$WEB/server.pem"
  ssl.privkey = "$WEB/server.key"
}
CONF
}

# Sets $web (http://127.0.0.1:port) and $web_tls (https://localhost:port, also registry.test and charts.test; certificate $WEB/server.pem).
start_web() {
  local port i
  mkdir -p "$WEB/root/repo" "$WEB/root/git" "$WEB/registry"
  echo "me:s3cret" >"$WEB/users"
  write_cgi
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,DNS:registry.test,DNS:charts.test -keyout "$WEB/server.key" -out "$WEB/server.pem" 2>/dev/null
  for _ in 1 2 3 4 5; do
    port=$(shuf -i 20000-39998 -n 1)
    write_configuration "$port" "$((port + 1))"
    PATH=$PATH:/usr/sbin lighttpd -D -f "$WEB/conf" >"$WEB/out.log" 2>&1 &
    web_pid=$!
    pids+=("$web_pid")
    for ((i = 0; i < 50; ++i)); do
      kill -0 "$web_pid" 2>/dev/null || break
      if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        # shellcheck disable=SC2034  # for the suite that sources this
        web=http://127.0.0.1:$port web_tls=https://localhost:$((port + 1))
        return 0
      fi
      sleep 0.1
    done
  done
  echo "the web server does not start:"
  cat "$WEB/out.log"
  exit 1
}

# requests PATTERN: how many were made since the last forget_requests. The log is written with a delay.
forget_requests() { sleep 0.1; kill -HUP "$web_pid"; sleep 0.2; : >"$WEB/access.log"; }
requests() { sleep 0.1; kill -HUP "$web_pid"; sleep 0.2; grep -cE -- "$1" "$WEB/access.log"; }

# chart NAME VERSION [TEXT]: a small chart's archive, $WEB/root/repo/NAME-VERSION.tgz.
chart() {
  local folder=$SUITE_DIR/charts/$2
  mkdir -p "$folder/$1/templates"
  printf 'apiVersion: v2\nname: %s\nversion: %s\n' "$1" "$2" >"$folder/$1/Chart.yaml"
  printf 'kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  version: {{ .Chart.Version | quote }}\n  text: %s\n' \
    "${3:-none}" >"$folder/$1/templates/map.yaml"
  tar -C "$folder" -czf "$WEB/root/repo/$1-$2.tgz" "$1"
}

digest_of() { sha256sum "$1" | cut -d' ' -f1; }

# publish REPOSITORY TAG ARCHIVE: puts a chart into the registry.
publish() {
  local place=$WEB/registry/$1 digest
  mkdir -p "$place/manifests" "$place/blobs"
  digest=sha256:$(digest_of "$3")
  cp "$3" "$place/blobs/$digest"
  jq -n --arg digest "$digest" '{schemaVersion: 2, config: {mediaType: "application/vnd.cncf.helm.config.v1+json"},
    layers: [{mediaType: "application/vnd.cncf.helm.chart.provenance.v1.prov", digest: "sha256:0"},
             {mediaType: "application/vnd.cncf.helm.chart.content.v1.tar+gzip", digest: $digest}]}' >"$place/manifests/$2"
  manifest_digest=sha256:$(digest_of "$place/manifests/$2")
  cp "$place/manifests/$2" "$place/manifests/$manifest_digest"
}

# serve_shop: a repository with two versions of the chart shop.
serve_shop() {
  start_web
  chart shop 1.0.0
  chart shop 1.1.0
  index shop 1.0.0 1.1.0
}

# index NAME VERSION…: the repository's index of archives that `chart` made, with their digests.
index() {
  local name=$1 version
  shift
  {
    printf 'apiVersion: v1\nentries:\n  %s:\n' "$name"
    for version in "$@"; do
      printf '  - {name: %s, version: %s, urls: [%s-%s.tgz], digest: %s}\n' "$name" "$version" "$name" "$version" \
        "$(digest_of "$WEB/root/repo/$name-$version.tgz")"
    done
  } >"$WEB/root/repo/index.yaml"
}

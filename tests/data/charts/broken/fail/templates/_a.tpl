{{ define "a" }}
{{ fail "this must not be" }}{{ end }}

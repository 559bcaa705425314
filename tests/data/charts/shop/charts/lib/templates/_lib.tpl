{{ define "lib.x" }}from the library{{ end }}

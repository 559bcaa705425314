{{ define "cache.greeting" }}hello from the child{{ end }}

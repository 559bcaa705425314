{{- define "include-itself" }}{{ include "include-itself" . }}{{ end -}}
{{- define "deep" }}{{ if . }}{{ include "deep" (sub (int .) 1 | int) }}{{ else }}bottom{{ end }}{{ end -}}

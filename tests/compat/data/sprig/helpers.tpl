{{- define "h" }}H{{ .Values.s }}{{ end }}
{{- define "dot" }}{{ . }}{{ end }}
{{- define "rec" }}{{ include "rec" . }}{{ end }}

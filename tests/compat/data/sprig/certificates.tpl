{{- $ca := genCA "my-ca" 365 -}}
{{- $ecCa := genCAWithKey "ca w*é" 10 (genPrivateKey "ecdsa") -}}
{{- $self := genSelfSignedCert "self.example.com" (list "10.0.0.1" "::1" "::ffff:1.2.3.4") (list "a.example.com" "*.b.io") 30 -}}
{{- $signed := genSignedCert "svc" nil (list "svc" "svc.ns") 3650 $ca -}}
{{- $unnamed := genSignedCert "" (list "127.0.0.1") nil 36500 $ca -}}
{{- $sameName := genSignedCert "my-ca" nil nil 1 $ca -}}
{{- $ed := genSelfSignedCertWithKey "ed" nil nil 1 (genPrivateKey "ed25519") -}}
{{- $rsa := genSelfSignedCertWithKey "rsa" nil nil 0 $ca.Key -}}
{{- $ec := genSignedCertWithKey "x" nil (list "x.y") 40000 $ecCa (genPrivateKey "ecdsa") -}}
{{- $past := genSelfSignedCert "past" nil nil -1 -}}
{{- $edCa := genCAWithKey "ed-ca" 1 $ed.Key -}}
{{- $custom := buildCustomCert ($ca.Cert | b64enc) ($ca.Key | b64enc) -}}
{{- range $name, $c := dict "ca" $ca "ecCa" $ecCa "self" $self "signed" $signed "unnamed" $unnamed "sameName" $sameName "ed" $ed "rsa" $rsa "ec" $ec "past" $past "edCa" $edCa "custom" $custom }}
{{ $name }}:
  certificate: {{ $c.Cert | b64enc }}
  key: {{ $c.Key | splitList "\n" | first | quote }}
  json: {{ keys (fromJson (toJson $c)) | sortAlpha | toJson }}
  type: {{ typeOf $c }} {{ kindOf $c }}
{{- end }}

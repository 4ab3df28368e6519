{{- define "whisker.labels" -}}
app.kubernetes.io/name: whisker
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "whisker.allLabels" -}}
{{ include "whisker.labels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "whisker.name" -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end -}}

{{/* Everything outside: nothing that must last is in the pod. */}}
{{- define "whisker.isStateless" -}}
{{ if and .Values.external.database .Values.external.store }}true{{ end }}
{{- end -}}

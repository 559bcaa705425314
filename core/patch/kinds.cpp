// Source of the tables: the OpenAPI document of Kubernetes 1.21.2, which is the one kustomize 5.7.1 carries
// and merges by
// (`x-kubernetes-patch-strategy: merge` with `x-kubernetes-list-map-keys`, else
// `x-kubernetes-patch-merge-key`), cut down to the fields from which a merged list can be reached. Kinds and
// versions that came later are to kustomize what custom resources are: their lists are replaced. The scopes
// are kustomize's own list.

#include "core/patch/kinds.hpp"

#include <algorithm>
#include <utility>

namespace gimlet::patch {

const Type plain_type{};

namespace {

constexpr Field inside(std::string_view name, const Type& type) {
  return {name, &type, false, {}};
}
constexpr Field merged(std::string_view name, std::string_view key = {}, std::string_view second_key = {}) {
  return {name, nullptr, true, {key, second_key}};
}
constexpr Field merged(std::string_view name, std::string_view key, const Type& type) {
  return {name, &type, true, {key, {}}};
}

constexpr std::array object_meta_fields{merged("finalizers"), merged("ownerReferences", "uid")};
constexpr Type object_meta{object_meta_fields};
constexpr std::array object_fields{inside("metadata", object_meta)};
constexpr Type object{object_fields};

constexpr std::array conditions_fields{merged("conditions", "type")};
constexpr Type conditions{conditions_fields};
constexpr std::array conditioned_fields{inside("metadata", object_meta), inside("status", conditions)};
constexpr Type conditioned{conditioned_fields};

constexpr std::array container_fields{merged("env", "name"), merged("ports", "containerPort", "protocol"),
                                      merged("volumeDevices", "devicePath"),
                                      merged("volumeMounts", "mountPath")};
constexpr Type container{container_fields};
constexpr std::array ephemeral_container_fields{merged("env", "name"), merged("volumeDevices", "devicePath"),
                                                merged("volumeMounts", "mountPath")};
constexpr Type ephemeral_container{ephemeral_container_fields};
constexpr std::array ephemeral_volume_fields{inside("volumeClaimTemplate", object)};
constexpr Type ephemeral_volume{ephemeral_volume_fields};
constexpr std::array volume_fields{inside("ephemeral", ephemeral_volume)};
constexpr Type volume{volume_fields};
constexpr std::array pod_spec_fields{merged("containers", "name", container),
                                     merged("ephemeralContainers", "name", ephemeral_container),
                                     merged("hostAliases", "ip"),
                                     merged("imagePullSecrets", "name"),
                                     merged("initContainers", "name", container),
                                     merged("topologySpreadConstraints", "topologyKey", "whenUnsatisfiable"),
                                     merged("volumes", "name", volume)};
constexpr Type pod_spec{pod_spec_fields};
constexpr std::array pod_status_fields{merged("conditions", "type"), merged("podIPs", "ip")};
constexpr Type pod_status{pod_status_fields};
constexpr std::array pod_fields{inside("metadata", object_meta), inside("spec", pod_spec),
                                inside("status", pod_status)};
constexpr Type pod{pod_fields};

constexpr std::array pod_template_spec_fields{inside("metadata", object_meta), inside("spec", pod_spec)};
constexpr Type pod_template_spec{pod_template_spec_fields};
constexpr std::array pod_template_fields{inside("metadata", object_meta),
                                         inside("template", pod_template_spec)};
constexpr Type pod_template{pod_template_fields};
constexpr std::array workload_spec_fields{inside("template", pod_template_spec)};
constexpr Type workload_spec{workload_spec_fields};
constexpr std::array workload_fields{inside("metadata", object_meta), inside("spec", workload_spec),
                                     inside("status", conditions)};
constexpr Type workload{workload_fields};
constexpr std::array job_template_fields{inside("metadata", object_meta), inside("spec", workload_spec)};
constexpr Type job_template{job_template_fields};
constexpr std::array cron_job_spec_fields{inside("jobTemplate", job_template)};
constexpr Type cron_job_spec{cron_job_spec_fields};
constexpr std::array cron_job_fields{inside("metadata", object_meta), inside("spec", cron_job_spec)};
constexpr Type cron_job{cron_job_fields};

constexpr std::array service_spec_fields{merged("ports", "port", "protocol")};
constexpr Type service_spec{service_spec_fields};
constexpr std::array service_fields{inside("metadata", object_meta), inside("spec", service_spec),
                                    inside("status", conditions)};
constexpr Type service{service_fields};
constexpr std::array service_account_fields{inside("metadata", object_meta), merged("secrets", "name")};
constexpr Type service_account{service_account_fields};
constexpr std::array webhook_configuration_fields{inside("metadata", object_meta),
                                                  merged("webhooks", "name")};
constexpr Type webhook_configuration{webhook_configuration_fields};
constexpr std::array csi_node_spec_fields{merged("drivers", "name")};
constexpr Type csi_node_spec{csi_node_spec_fields};
constexpr std::array csi_node_fields{inside("metadata", object_meta), inside("spec", csi_node_spec)};
constexpr Type csi_node{csi_node_fields};
constexpr std::array component_status_fields{merged("conditions", "type"), inside("metadata", object_meta)};
constexpr Type component_status{component_status_fields};
constexpr std::array node_spec_fields{merged("podCIDRs")};
constexpr Type node_spec{node_spec_fields};
constexpr std::array node_status_fields{merged("addresses", "type"), merged("conditions", "type")};
constexpr Type node_status{node_status_fields};
constexpr std::array node_fields{inside("metadata", object_meta), inside("spec", node_spec),
                                 inside("status", node_status)};
constexpr Type node{node_fields};
constexpr std::array kustomization_fields{merged("configMapGenerator", "name"),
                                          merged("secretGenerator", "name")};
constexpr Type kustomization{kustomization_fields};

constexpr bool cluster = true;
constexpr bool namespaced = false;

// Sorted by version and name.
constexpr std::array kinds{
    Kind{"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", &webhook_configuration, cluster},
    Kind{"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", &webhook_configuration,
         cluster},
    Kind{"admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", &webhook_configuration,
         cluster},
    Kind{"admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", &webhook_configuration,
         cluster},
    Kind{"apiextensions.k8s.io/v1", "CustomResourceDefinition", &object, cluster},
    Kind{"apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", &object, cluster},
    Kind{"apiregistration.k8s.io/v1", "APIService", &conditioned, cluster},
    Kind{"apiregistration.k8s.io/v1beta1", "APIService", &conditioned, cluster},
    Kind{"apps/v1", "ControllerRevision", &object, namespaced},
    Kind{"apps/v1", "DaemonSet", &workload, namespaced},
    Kind{"apps/v1", "Deployment", &workload, namespaced},
    Kind{"apps/v1", "ReplicaSet", &workload, namespaced},
    Kind{"apps/v1", "StatefulSet", &workload, namespaced},
    Kind{"authentication.k8s.io/v1", "TokenRequest", &object, namespaced},
    Kind{"authentication.k8s.io/v1", "TokenReview", &object, namespaced},
    Kind{"authentication.k8s.io/v1beta1", "TokenReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1", "LocalSubjectAccessReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1", "SelfSubjectAccessReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1", "SelfSubjectRulesReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1", "SubjectAccessReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1beta1", "LocalSubjectAccessReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1beta1", "SelfSubjectAccessReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1beta1", "SelfSubjectRulesReview", &object, namespaced},
    Kind{"authorization.k8s.io/v1beta1", "SubjectAccessReview", &object, namespaced},
    Kind{"autoscaling/v1", "HorizontalPodAutoscaler", &object, namespaced},
    Kind{"autoscaling/v1", "Scale", &object, namespaced},
    Kind{"autoscaling/v2beta1", "HorizontalPodAutoscaler", &object, namespaced},
    Kind{"autoscaling/v2beta2", "HorizontalPodAutoscaler", &object, namespaced},
    Kind{"batch/v1", "CronJob", &cron_job, namespaced},
    Kind{"batch/v1", "Job", &workload, namespaced},
    Kind{"batch/v1beta1", "CronJob", &cron_job, namespaced},
    Kind{"certificates.k8s.io/v1", "CertificateSigningRequest", &object, cluster},
    Kind{"certificates.k8s.io/v1beta1", "CertificateSigningRequest", &object, cluster},
    Kind{"coordination.k8s.io/v1", "Lease", &object, namespaced},
    Kind{"coordination.k8s.io/v1beta1", "Lease", &object, namespaced},
    Kind{"discovery.k8s.io/v1", "EndpointSlice", &object, namespaced},
    Kind{"discovery.k8s.io/v1beta1", "EndpointSlice", &object, namespaced},
    Kind{"events.k8s.io/v1", "Event", &object, namespaced},
    Kind{"events.k8s.io/v1beta1", "Event", &object, namespaced},
    Kind{"extensions/v1beta1", "Ingress", &object, namespaced},
    Kind{"flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", &object, cluster},
    Kind{"flowcontrol.apiserver.k8s.io/v1beta1", "PriorityLevelConfiguration", &object, cluster},
    Kind{"kustomize.config.k8s.io/v1beta1", "Kustomization", &kustomization, namespaced},
    Kind{"networking.k8s.io/v1", "Ingress", &object, namespaced},
    Kind{"networking.k8s.io/v1", "IngressClass", &object, cluster},
    Kind{"networking.k8s.io/v1", "NetworkPolicy", &object, namespaced},
    Kind{"networking.k8s.io/v1beta1", "Ingress", &object, namespaced},
    Kind{"networking.k8s.io/v1beta1", "IngressClass", &object, cluster},
    Kind{"node.k8s.io/v1", "RuntimeClass", &object, cluster},
    Kind{"node.k8s.io/v1beta1", "RuntimeClass", &object, cluster},
    Kind{"policy/v1", "PodDisruptionBudget", &conditioned, namespaced},
    Kind{"policy/v1beta1", "Eviction", &object, namespaced},
    Kind{"policy/v1beta1", "PodDisruptionBudget", &conditioned, namespaced},
    Kind{"policy/v1beta1", "PodSecurityPolicy", &object, cluster},
    Kind{"rbac.authorization.k8s.io/v1", "ClusterRole", &object, cluster},
    Kind{"rbac.authorization.k8s.io/v1", "ClusterRoleBinding", &object, cluster},
    Kind{"rbac.authorization.k8s.io/v1", "Role", &object, namespaced},
    Kind{"rbac.authorization.k8s.io/v1", "RoleBinding", &object, namespaced},
    Kind{"rbac.authorization.k8s.io/v1beta1", "ClusterRole", &object, cluster},
    Kind{"rbac.authorization.k8s.io/v1beta1", "ClusterRoleBinding", &object, cluster},
    Kind{"rbac.authorization.k8s.io/v1beta1", "Role", &object, namespaced},
    Kind{"rbac.authorization.k8s.io/v1beta1", "RoleBinding", &object, namespaced},
    Kind{"scheduling.k8s.io/v1", "PriorityClass", &object, cluster},
    Kind{"scheduling.k8s.io/v1beta1", "PriorityClass", &object, cluster},
    Kind{"storage.k8s.io/v1", "CSIDriver", &object, cluster},
    Kind{"storage.k8s.io/v1", "CSINode", &csi_node, cluster},
    Kind{"storage.k8s.io/v1", "StorageClass", &object, cluster},
    Kind{"storage.k8s.io/v1", "VolumeAttachment", &object, cluster},
    Kind{"storage.k8s.io/v1beta1", "CSIDriver", &object, cluster},
    Kind{"storage.k8s.io/v1beta1", "CSINode", &csi_node, cluster},
    Kind{"storage.k8s.io/v1beta1", "CSIStorageCapacity", &object, namespaced},
    Kind{"storage.k8s.io/v1beta1", "StorageClass", &object, cluster},
    Kind{"storage.k8s.io/v1beta1", "VolumeAttachment", &object, cluster},
    Kind{"v1", "Binding", &object, namespaced},
    Kind{"v1", "ComponentStatus", &component_status, cluster},
    Kind{"v1", "ConfigMap", &object, namespaced},
    Kind{"v1", "Endpoints", &object, namespaced},
    Kind{"v1", "Event", &object, namespaced},
    Kind{"v1", "LimitRange", &object, namespaced},
    Kind{"v1", "Namespace", &conditioned, cluster},
    Kind{"v1", "Node", &node, cluster},
    Kind{"v1", "NodeProxyOptions", &plain_type, cluster},
    Kind{"v1", "PersistentVolume", &object, cluster},
    Kind{"v1", "PersistentVolumeClaim", &conditioned, namespaced},
    Kind{"v1", "Pod", &pod, namespaced},
    Kind{"v1", "PodTemplate", &pod_template, namespaced},
    Kind{"v1", "ReplicationController", &workload, namespaced},
    Kind{"v1", "ResourceQuota", &object, namespaced},
    Kind{"v1", "Secret", &object, namespaced},
    Kind{"v1", "Service", &service, namespaced},
    Kind{"v1", "ServiceAccount", &service_account, namespaced},
};

constexpr auto by_name(const Kind& kind) {
  return std::pair(kind.api_version, kind.name);
}
static_assert(std::ranges::is_sorted(kinds, {}, by_name));

}  // namespace

const Kind* find_kind(std::string_view api_version, std::string_view name) {
  const auto* const found = std::ranges::lower_bound(kinds, std::pair(api_version, name), {}, by_name);
  return found != kinds.end() && by_name(*found) == std::pair(api_version, name) ? found : nullptr;
}

const Field* find_field(const Type& type, std::string_view name) {
  const auto found = std::ranges::find(type.fields, name, &Field::name);
  return found == type.fields.end() ? nullptr : &*found;
}

}  // namespace gimlet::patch

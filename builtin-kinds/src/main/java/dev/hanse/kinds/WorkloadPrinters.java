package dev.hanse.kinds;

import static dev.hanse.kinds.Cells.number;
import static dev.hanse.kinds.Cells.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// The computed columns of controllers of pods, of nodes and of volumes.
final class WorkloadPrinters {
    private static final String ROLE_LABEL = "node-role.kubernetes.io/";
    private static final String OLD_ROLE_LABEL = "kubernetes.io/role";
    private static final String DEFAULT_STORAGE_CLASS =
            "storageclass.kubernetes.io/is-default-class";
    private static final String DEFAULT_INGRESS_CLASS =
            "ingressclass.kubernetes.io/is-default-class";
    private static final Map<String, String> ACCESS_MODES =
            Map.of(
                    "ReadWriteOnce", "RWO",
                    "ReadOnlyMany", "ROX",
                    "ReadWriteMany", "RWX",
                    "ReadWriteOncePod", "RWOP");

    private WorkloadPrinters() {}

    static Map<String, Function<JsonNode, JsonNode>> all(Ages ages) {
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.put("containerNames", text(object -> containers(object, "name")));
        all.put("containerImages", text(object -> containers(object, "image")));
        all.put("labelSelector", text(object -> Cells.selector(object.at("/spec/selector"))));
        all.put("plainSelector", text(object -> Cells.labels(object.at("/spec/selector"))));
        all.put(
                "templateLabels",
                text(object -> Cells.labels(object.at("/template/metadata/labels"))));
        all.put(
                "nodeSelector",
                text(object -> Cells.labels(object.at("/spec/template/spec/nodeSelector"))));
        all.put(
                "readyReplicas",
                text(
                        object ->
                                object.at("/status/readyReplicas").asInt()
                                        + "/"
                                        + object.at("/spec/replicas").asInt()));
        all.put("controllerOwner", text(WorkloadPrinters::controllerOwner));
        all.put("jobStatus", text(WorkloadPrinters::jobStatus));
        all.put("jobCompletions", text(WorkloadPrinters::jobCompletions));
        all.put("jobDuration", text(object -> jobDuration(object.path("status"), ages)));
        all.put("activeJobs", number(object -> object.at("/status/active").size()));
        all.put(
                "lastSchedule",
                text(object -> lastSchedule(object.at("/status/lastScheduleTime"), ages)));
        all.put(
                "cronJobSelector",
                text(object -> Cells.selector(object.at("/spec/jobTemplate/spec/selector"))));
        all.put(
                "scaleTarget",
                text(
                        object ->
                                ControlPlanePrinters.kindAndName(
                                        object.at("/spec/scaleTargetRef"))));
        all.put("nodeStatus", text(WorkloadPrinters::nodeStatus));
        all.put("nodeRoles", text(object -> nodeRoles(object.at("/metadata/labels"))));
        all.put("nodeInternalIp", text(object -> nodeAddress(object, "InternalIP")));
        all.put("nodeExternalIp", text(object -> nodeAddress(object, "ExternalIP")));
        all.put("phaseOrTerminating", text(WorkloadPrinters::phaseOrTerminating));
        all.put("volumeAccessModes", text(object -> accessModes(object.at("/spec/accessModes"))));
        all.put("claimAccessModes", text(object -> accessModes(object.at("/status/accessModes"))));
        all.put("volumeClaim", text(object -> volumeClaim(object.at("/spec/claimRef"))));
        all.put("storageClassName", text(object -> className(object, DEFAULT_STORAGE_CLASS)));
        all.put("ingressClassName", text(object -> className(object, DEFAULT_INGRESS_CLASS)));
        all.put("nodeKernel", text(WorkloadPrinters::nodeKernel));
        all.put("driverCount", number(object -> object.at("/spec/drivers").size()));
        all.put("lifecycleModes", text(WorkloadPrinters::lifecycleModes));
        all.put("tokenAudiences", text(object -> tokenAudiences(object.at("/spec/tokenRequests"))));
        all.put("danglingFlowSchema", text(WorkloadPrinters::dangling));
        all.put("scaleMetrics", text(MetricsPrinter::targets));
        all.put("claimState", text(WorkloadPrinters::claimState));
        return all;
    }

    private static String containers(JsonNode object, String field) {
        for (var path :
                List.of(
                        "/spec/template/spec",
                        "/spec/jobTemplate/spec/template/spec",
                        "/template/spec")) {
            var pod = object.at(path);
            if (pod.isObject()) {
                return String.join(",", Cells.texts(pod.path("containers"), field));
            }
        }
        return "";
    }

    private static String controllerOwner(JsonNode object) {
        for (var owner : object.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                var version = owner.path("apiVersion").asText();
                int slash = version.indexOf('/');
                var group = slash < 0 ? "" : "." + version.substring(0, slash);
                var kind = owner.path("kind").asText().toLowerCase(Locale.ROOT);
                return kind + group + "/" + owner.path("name").asText();
            }
        }
        return Cells.NONE;
    }

    private static String jobStatus(JsonNode job) {
        for (var type : List.of("Complete", "Failed")) {
            if (isTrue(job, type)) {
                return type;
            }
        }
        if (job.at("/metadata/deletionTimestamp").isTextual()) {
            return "Terminating";
        }
        if (isTrue(job, "Suspended")) {
            return "Suspended";
        }
        for (var type : List.of("FailureTarget", "SuccessCriteriaMet")) {
            if (isTrue(job, type)) {
                return type;
            }
        }
        return "Running";
    }

    static boolean isTrue(JsonNode object, String condition) {
        for (var each : object.at("/status/conditions")) {
            if (each.path("type").asText().equals(condition)) {
                return each.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static String jobCompletions(JsonNode job) {
        int succeeded = job.at("/status/succeeded").asInt();
        var completions = job.at("/spec/completions");
        if (completions.isNumber()) {
            return succeeded + "/" + completions.asInt();
        }
        int parallelism = job.at("/spec/parallelism").asInt();
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String jobDuration(JsonNode status, Ages ages) {
        var start = status.path("startTime");
        var end = status.path("completionTime");
        if (!start.isTextual()) {
            return "";
        }
        return end.isTextual()
                ? HumanDuration.of(
                        Duration.between(
                                Instant.parse(start.textValue()), Instant.parse(end.textValue())))
                : ages.since(start);
    }

    private static String lastSchedule(JsonNode time, Ages ages) {
        return time.isTextual() ? ages.since(time) : Cells.NONE;
    }

    private static String nodeStatus(JsonNode node) {
        var known = Cells.texts(node.at("/status/conditions"), "type").contains("Ready");
        var status = !known ? "Unknown" : isTrue(node, "Ready") ? "Ready" : "NotReady";
        return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
    }

    private static String nodeRoles(JsonNode labels) {
        var roles = new TreeSet<String>();
        for (var label : labels.properties()) {
            if (label.getKey().startsWith(ROLE_LABEL)) {
                roles.add(label.getKey().substring(ROLE_LABEL.length()));
            } else if (label.getKey().equals(OLD_ROLE_LABEL)) {
                roles.add(label.getValue().asText());
            }
        }
        roles.remove("");
        return Cells.orNone(String.join(",", roles));
    }

    private static String nodeAddress(JsonNode node, String type) {
        for (var address : node.at("/status/addresses")) {
            if (address.path("type").asText().equals(type)) {
                return address.path("address").asText();
            }
        }
        return Cells.NONE;
    }

    private static String phaseOrTerminating(JsonNode object) {
        return object.at("/metadata/deletionTimestamp").isTextual()
                ? "Terminating"
                : object.at("/status/phase").asText();
    }

    private static String accessModes(JsonNode modes) {
        var shorts = new ArrayList<String>();
        for (var each :
                List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")) {
            for (var mode : modes) {
                if (mode.asText().equals(each) && !shorts.contains(ACCESS_MODES.get(each))) {
                    shorts.add(ACCESS_MODES.get(each));
                }
            }
        }
        return String.join(",", shorts);
    }

    private static String volumeClaim(JsonNode claim) {
        return claim.isObject()
                ? claim.path("namespace").asText() + "/" + claim.path("name").asText()
                : "";
    }

    /// The name, marked when an annotation makes this the class used where none is named.
    private static String className(JsonNode object, String annotation) {
        var name = object.at("/metadata/name").asText();
        return object.at("/metadata/annotations").path(annotation).asText().equals("true")
                ? name + " (default)"
                : name;
    }

    private static String nodeKernel(JsonNode node) {
        var info = node.at("/status/nodeInfo");
        var architecture = info.path("architecture").asText();
        return info.path("kernelVersion").asText("<unknown>")
                + (architecture.isEmpty() ? "" : " (" + architecture + ")");
    }

    private static String lifecycleModes(JsonNode driver) {
        var modes = new ArrayList<String>();
        driver.at("/spec/volumeLifecycleModes").forEach(each -> modes.add(each.asText()));
        return Cells.orNone(String.join(",", modes));
    }

    private static String tokenAudiences(JsonNode requests) {
        return requests.isArray()
                ? String.join(",", Cells.texts(requests, "audience"))
                : Cells.UNSET;
    }

    private static String dangling(JsonNode flowSchema) {
        for (var condition : flowSchema.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Dangling")) {
                return condition.path("status").asText();
            }
        }
        return "?";
    }

    private static String claimState(JsonNode claim) {
        boolean deleted = claim.at("/metadata").has("deletionTimestamp");
        if (!claim.at("/status").has("allocation")) {
            return deleted ? "deleted" : "pending";
        }
        var reserved = claim.at("/status/reservedFor").isEmpty() ? "" : ",reserved";
        return (deleted ? "deleted,allocated" : "allocated") + reserved;
    }
}

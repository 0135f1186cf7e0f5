package dev.hanse.kinds;

import static dev.hanse.kinds.Cells.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The computed columns of pods.
final class PodPrinters {
    private PodPrinters() {}

    static Map<String, Function<JsonNode, JsonNode>> all(Ages ages) {
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.put("podReady", text(PodPrinters::ready));
        all.put("podStatus", text(PodPrinters::status));
        all.put("podRestarts", text(object -> restarts(object, ages)));
        all.put("podReadinessGates", text(PodPrinters::readinessGates));
        return all;
    }

    private static String ready(JsonNode pod) {
        var sidecars = sidecars(pod);
        int ready = 0;
        for (var each : pod.at("/status/initContainerStatuses")) {
            boolean counts =
                    sidecars.contains(each.path("name").asText())
                            && each.path("started").asBoolean();
            ready += counts && each.path("ready").asBoolean() ? 1 : 0;
        }
        if (isPastInit(pod, sidecars)) {
            for (var each : pod.at("/status/containerStatuses")) {
                ready += isRunning(each) ? 1 : 0;
            }
        }
        return ready + "/" + (pod.at("/spec/containers").size() + sidecars.size());
    }

    private static String status(JsonNode pod) {
        var phase = pod.at("/status/phase").asText();
        var reason = pod.at("/status/reason").asText(phase);
        if (pod.at("/metadata/deletionTimestamp").isTextual()) {
            if (reason.equals("NodeLost")) {
                return "Unknown";
            }
            if (!phase.equals("Succeeded") && !phase.equals("Failed")) {
                return "Terminating";
            }
        }
        for (var each : pod.at("/status/conditions")) {
            if (each.path("reason").asText().equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        var sidecars = sidecars(pod);
        var initReason = initReason(pod, sidecars);
        if (!initReason.isEmpty()) {
            reason = initReason;
        }
        return isPastInit(pod, sidecars) ? containerReason(pod, reason) : reason;
    }

    /// What the first init container that is not done is doing; empty when all are done.
    private static String initReason(JsonNode pod, Set<String> sidecars) {
        int index = 0;
        for (var each : pod.at("/status/initContainerStatuses")) {
            var ended = each.at("/state/terminated");
            boolean isUp =
                    sidecars.contains(each.path("name").asText())
                            && each.path("started").asBoolean();
            if (!isUp && !(ended.isObject() && ended.path("exitCode").asInt() == 0)) {
                var waiting = each.at("/state/waiting/reason").asText();
                if (ended.isObject()) {
                    return "Init:" + endReason(ended);
                }
                return waiting.isEmpty() || waiting.equals("PodInitializing")
                        ? "Init:" + index + "/" + pod.at("/spec/initContainers").size()
                        : "Init:" + waiting;
            }
            index++;
        }
        return "";
    }

    private static boolean isPastInit(JsonNode pod, Set<String> sidecars) {
        return initReason(pod, sidecars).isEmpty() || WorkloadPrinters.isTrue(pod, "Initialized");
    }

    private static String containerReason(JsonNode pod, String start) {
        var reason = start;
        var error = "";
        boolean running = false;
        // The first container that has something to say wins, so go backwards.
        var statuses = new ArrayList<JsonNode>();
        pod.at("/status/containerStatuses").forEach(statuses::addFirst);
        for (var each : statuses) {
            var waiting = each.at("/state/waiting/reason").asText();
            var ended = each.at("/state/terminated");
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (ended.isObject()) {
                reason = endReason(ended);
                error = ended.path("exitCode").asInt() == 0 ? error : reason;
            } else {
                running |= isRunning(each);
            }
        }
        if (!reason.equals("Completed")) {
            return reason;
        }
        if (running && WorkloadPrinters.isTrue(pod, "Ready")) {
            return "Running";
        }
        return !error.isEmpty() ? error : running ? "NotReady" : reason;
    }

    private static String endReason(JsonNode terminated) {
        var reason = terminated.path("reason").asText();
        if (!reason.isEmpty()) {
            return reason;
        }
        int signal = terminated.path("signal").asInt();
        return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
    }

    private static String restarts(JsonNode pod, Ages ages) {
        var sidecars = sidecars(pod);
        boolean pastInit = isPastInit(pod, sidecars);
        var counted = new ArrayList<JsonNode>();
        for (var each : pod.at("/status/initContainerStatuses")) {
            if (!pastInit || sidecars.contains(each.path("name").asText())) {
                counted.add(each);
            }
        }
        if (pastInit) {
            pod.at("/status/containerStatuses").forEach(counted::add);
        }
        int restarts = 0;
        JsonNode last = MissingNode.getInstance();
        for (var each : counted) {
            restarts += each.path("restartCount").asInt();
            var ended = each.at("/lastState/terminated/finishedAt");
            // Timestamps of one form: their order is that of their texts.
            if (ended.isTextual() && ended.asText().compareTo(last.asText()) > 0) {
                last = ended;
            }
        }
        return restarts != 0 && last.isTextual()
                ? restarts + " (" + ages.since(last) + " ago)"
                : Integer.toString(restarts);
    }

    private static String readinessGates(JsonNode pod) {
        var gates = Cells.texts(pod.at("/spec/readinessGates"), "conditionType");
        long open = gates.stream().filter(each -> WorkloadPrinters.isTrue(pod, each)).count();
        return gates.isEmpty() ? Cells.NONE : open + "/" + gates.size();
    }

    /// Init containers that keep running beside the others (KEP-753).
    private static Set<String> sidecars(JsonNode pod) {
        var names = new HashSet<String>();
        for (var each : pod.at("/spec/initContainers")) {
            if (each.path("restartPolicy").asText().equals("Always")) {
                names.add(each.path("name").asText());
            }
        }
        return names;
    }

    private static boolean isRunning(JsonNode status) {
        return status.path("ready").asBoolean() && status.at("/state/running").isObject();
    }
}

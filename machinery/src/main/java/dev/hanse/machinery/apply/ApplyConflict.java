package dev.hanse.machinery.apply;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The fields that an applier would take from others.
///
/// @param fields by the manager that has them; never empty
record ApplyConflict(SortedMap<FieldManager, FieldSet> fields) {

    /// Without the fields of `allowed`.
    ApplyConflict without(FieldSet allowed) {
        var rest = new TreeMap<FieldManager, FieldSet>();
        fields.forEach(
                (manager, set) -> {
                    var left = set.difference(allowed);
                    if (!left.isEmpty()) {
                        rest.put(manager, left);
                    }
                });
        return new ApplyConflict(rest);
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /// 409 with the message and the causes of Kubernetes.
    ApiException toException() {
        var causes = new ArrayList<Cause>();
        var lines = new ArrayList<String>();
        fields.forEach(
                (manager, set) -> {
                    lines.add("conflicts with " + manager + ":");
                    for (var path : set.paths()) {
                        var text = FieldSet.text(path);
                        lines.add("- " + text);
                        causes.add(
                                new Cause(
                                        "FieldManagerConflict", "conflict with " + manager, text));
                    }
                });
        return new ApiException(
                Status.failure(409, "Conflict", message(causes, lines)).withCauses(causes));
    }

    private static String message(List<Cause> causes, List<String> lines) {
        if (causes.size() == 1) {
            var only = causes.getFirst();
            return "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
        }
        return "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
    }
}

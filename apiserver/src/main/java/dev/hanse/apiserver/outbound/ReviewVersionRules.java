package dev.hanse.apiserver.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;

/// What the versions must look like in which a webhook can be asked.
public final class ReviewVersionRules {

    private ReviewVersionRules() {}

    /// @param accepted versions in which the server can ask
    /// @param none what to say when there are none
    public static void check(
            JsonNode versions,
            List<String> accepted,
            String none,
            String path,
            List<FieldError> errors) {
        if (versions.isEmpty()) {
            errors.add(FieldError.required(path, none));
            return;
        }
        var seen = new HashSet<String>();
        int i = 0;
        for (var each : versions) {
            var field = path + "[" + i++ + "]";
            if (!seen.add(each.asText())) {
                errors.add(FieldError.invalid(field, each, "duplicate version"));
                continue;
            }
            Names.dns1035Label(each.asText())
                    .forEach(problem -> errors.add(FieldError.invalid(field, each, problem)));
        }
        if (accepted.stream().noneMatch(seen::contains)) {
            errors.add(
                    FieldError.invalid(
                            path,
                            versions,
                            "must include at least one of " + String.join(", ", accepted)));
        }
    }
}

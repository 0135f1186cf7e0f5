package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.read.ListQuery;
import dev.hanse.apiserver.read.Selection;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.apiserver.registry.DeleteRequest;
import dev.hanse.apiserver.registry.Preconditions;
import dev.hanse.apiserver.registry.Propagation;
import dev.hanse.apiserver.registry.WriteOptions;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.watch.WatchQuery;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.selector.FieldSelector;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Query parameters as what they mean.
public final class Parameters {

    /// Kubernetes' --min-request-timeout: watches without a timeout end between this and twice it.
    private static final int MIN_WATCH_SECONDS = 1800;

    private static final int MAX_FIELD_MANAGER = 128;

    private Parameters() {}

    /// Selectors of the query and, through a view, of the view.
    public static Selection selection(
            RequestContext context,
            Supplier<ServedResource> resource,
            StoredForm form,
            String labels,
            String fields) {
        var served = resource.get();
        var selectors = new ArrayList<LabelSelector>();
        if (!labels.isEmpty()) {
            selectors.add(LabelSelector.parse(labels));
        }
        var view = context.view();
        if (view != null) {
            view.filter(served.definition()).ifPresent(selectors::add);
        }
        var fieldSelector =
                fields.isEmpty()
                        ? Optional.<FieldSelector>empty()
                        : Optional.of(FieldSelector.parse(fields));
        fieldSelector.ifPresent(
                each ->
                        each.requirements()
                                .forEach(term -> requireSelectable(served, term.field())));
        return new Selection(
                selectors, fieldSelector, SelectedObjects.of(resource, form, fieldSelector));
    }

    private static void requireSelectable(ServedResource served, String field) {
        boolean known =
                field.equals("metadata.name")
                        || (field.equals("metadata.namespace") && served.definition().namespaced())
                        || served.version().selectableField(field).isPresent();
        if (!known) {
            throw ApiException.badRequest(
                    served.definition().isBuiltin() && served.version().selectableFields().isEmpty()
                            ? "\""
                                    + field
                                    + "\" is not a known field selector: only \"metadata.name\","
                                    + " \"metadata.namespace\""
                            : "field label not supported: " + field);
        }
    }

    static ListQuery list(Query query) {
        var match = query.first("resourceVersionMatch");
        var version = query.first("resourceVersion");
        var limit = number(query, "limit");
        number(query, "timeoutSeconds");
        if (!match.isEmpty()) {
            requireValidMatch(match, version, query.first("continue"));
        }
        if (query.values().containsKey("sendInitialEvents")) {
            throw invalid(
                    "ListOptions",
                    FieldError.forbidden(
                            "sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return new ListQuery(limit, query.first("continue"), version, match);
    }

    private static void requireValidMatch(String match, String version, String continueToken) {
        var field = "resourceVersionMatch";
        FieldError error = null;
        if (version.isEmpty()) {
            error =
                    FieldError.forbidden(
                            field,
                            "resourceVersionMatch is forbidden unless resourceVersion is provided");
        } else if (!continueToken.isEmpty()) {
            error =
                    FieldError.forbidden(
                            field, "resourceVersionMatch is forbidden when continue is provided");
        } else if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
            error = FieldError.notSupported(field, match, List.of("Exact", "NotOlderThan", ""));
        } else if (match.equals("Exact") && version.equals("0")) {
            error =
                    FieldError.forbidden(
                            field,
                            "resourceVersionMatch \"exact\" is forbidden for resourceVersion"
                                    + " \"0\"");
        }
        if (error != null) {
            throw invalid("ListOptions", error);
        }
    }

    static WatchQuery watch(Query query) {
        var seconds = number(query, "timeoutSeconds");
        var timeout =
                seconds > 0
                        ? Duration.ofSeconds(seconds)
                        : Duration.ofSeconds(
                                MIN_WATCH_SECONDS
                                        + ThreadLocalRandom.current().nextInt(MIN_WATCH_SECONDS));
        Boolean initial =
                query.values().containsKey("sendInitialEvents")
                        ? query.isTrue("sendInitialEvents")
                        : null;
        var match = query.first("resourceVersionMatch");
        if (initial != null && !match.equals("NotOlderThan")) {
            throw invalid(
                    "ListOptions",
                    FieldError.forbidden(
                            "resourceVersionMatch",
                            "sendInitialEvents requires setting resourceVersionMatch to"
                                    + " NotOlderThan"));
        }
        if (initial == null && !match.isEmpty()) {
            throw invalid(
                    "ListOptions",
                    FieldError.forbidden(
                            "resourceVersionMatch",
                            "resourceVersionMatch is forbidden for watch unless sendInitialEvents"
                                    + " is provided"));
        }
        return new WatchQuery(
                query.first("resourceVersion"),
                query.isTrue("allowWatchBookmarks"),
                initial,
                timeout);
    }

    static WriteOptions write(ApiRequest request) {
        var query = request.query();
        var options = optionsOf(request.method());
        var manager = query.first("fieldManager");
        if (manager.length() > MAX_FIELD_MANAGER) {
            throw invalid(options, FieldError.tooLong("fieldManager", MAX_FIELD_MANAGER));
        }
        requirePrintable(options, manager);
        boolean apply = Bodies.contentType(request).startsWith("application/apply-patch");
        if (request.method().equals("PATCH") && !apply && query.values().containsKey("force")) {
            throw invalid(
                    options,
                    FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
        return new WriteOptions(
                dryRun(options, query.all("dryRun")),
                manager.isEmpty() ? managerFrom(request.header("user-agent")) : manager,
                fieldValidation(options, query.first("fieldValidation")),
                query.isTrue("force"));
    }

    private static void requirePrintable(String options, String manager) {
        for (int i = 0; i < manager.length(); i++) {
            char c = manager.charAt(i);
            if (Character.isISOControl(c)) {
                throw invalid(
                        options,
                        FieldError.invalid(
                                "fieldManager",
                                manager,
                                "invalid character U+%04X (at position %d)".formatted((int) c, i)));
            }
        }
    }

    private static String optionsOf(String method) {
        return switch (method) {
            case "PUT" -> "UpdateOptions";
            case "PATCH" -> "PatchOptions";
            case "DELETE" -> "DeleteOptions";
            default -> "CreateOptions";
        };
    }

    private static FieldValidation fieldValidation(String options, String value) {
        return switch (value) {
            case "", "Warn" -> FieldValidation.WARN;
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default ->
                    throw invalid(
                            options,
                            FieldError.notSupported(
                                    "fieldValidation",
                                    value,
                                    List.of("", "Ignore", "Strict", "Warn")));
        };
    }

    private static boolean dryRun(String options, List<String> values) {
        if (!values.stream().allMatch("All"::equals)) {
            var array = JsonNodeFactory.instance.arrayNode();
            values.forEach(array::add);
            throw invalid(options, FieldError.notSupported("dryRun", array, List.of("All")));
        }
        return !values.isEmpty();
    }

    /// Options of a delete: the body when there is one, else the query.
    static DeleteRequest delete(ApiRequest request) {
        var query = request.query();
        number(query, "gracePeriodSeconds");
        if (request.body().isEmpty()) {
            return new DeleteRequest(
                    Preconditions.NONE,
                    propagation(query.first("propagationPolicy"), query.first("orphanDependents")),
                    gracePeriod(TextNode.valueOf(query.first("gracePeriodSeconds"))),
                    dryRun("DeleteOptions", query.all("dryRun")));
        }
        var body = Bodies.deleteOptions(request);
        var dryRun = new ArrayList<String>();
        body.path("dryRun").forEach(each -> dryRun.add(each.asText()));
        var preconditions = body.path("preconditions");
        return new DeleteRequest(
                new Preconditions(
                        preconditions.path("uid").asText(),
                        preconditions.path("resourceVersion").asText()),
                propagation(
                        body.path("propagationPolicy").asText(),
                        body.path("orphanDependents").asText()),
                gracePeriod(body.path("gracePeriodSeconds")),
                dryRun("DeleteOptions", dryRun) || dryRun("DeleteOptions", query.all("dryRun")));
    }

    private static @Nullable Long gracePeriod(JsonNode seconds) {
        var text = seconds.asText();
        if (text.isEmpty() || seconds.isNull()) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw ApiException.badRequest(
                    "strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        return Long.valueOf(text);
    }

    private static Propagation propagation(String policy, String orphanDependents) {
        if (!policy.isEmpty() && !orphanDependents.isEmpty()) {
            throw invalid(
                    "DeleteOptions",
                    FieldError.invalid(
                            "propagationPolicy",
                            policy,
                            "orphanDependents and deletionPropagation cannot be both set"));
        }
        if (!policy.isEmpty() && !List.of("Background", "Foreground", "Orphan").contains(policy)) {
            throw invalid(
                    "DeleteOptions",
                    FieldError.notSupported(
                            "propagationPolicy",
                            policy,
                            List.of("Foreground", "Background", "Orphan", "nil")));
        }
        return switch (orphanDependents) {
            case "" -> Propagation.of(policy);
            case "true", "1" -> Propagation.ORPHAN;
            default -> Propagation.NOT_ORPHAN;
        };
    }

    private static long number(Query query, String name) {
        var value = query.first(name);
        if (value.isEmpty()) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(value));
        } catch (NumberFormatException _) {
            boolean digits = value.matches("[+-]?[0-9]+");
            throw ApiException.badRequest(
                    "strconv.ParseInt: parsing \""
                            + value
                            + (digits ? "\": value out of range" : "\": invalid syntax"));
        }
    }

    /// The default field manager: the program's name out of its user agent.
    private static String managerFrom(String userAgent) {
        int slash = userAgent.indexOf('/');
        var name = slash < 0 ? userAgent : userAgent.substring(0, slash);
        var printable = name.chars().allMatch(c -> c > 0x1f && c != 0x7f) ? name : "";
        if (printable.isEmpty()) {
            return "unknown";
        }
        return printable.length() > MAX_FIELD_MANAGER
                ? printable.substring(0, MAX_FIELD_MANAGER)
                : printable;
    }

    /// @param kind of the options object that the parameters stand for
    static ApiException invalid(String kind, FieldError error) {
        return ApiException.invalid(
                new GroupVersionKind("meta.k8s.io", "v1", kind), "", List.of(error));
    }
}

package dev.hanse.machinery.schema;

import com.google.common.math.LongMath;
import dev.hanse.machinery.cel.CelExtent;
import dev.hanse.machinery.cel.CelNames;
import dev.hanse.machinery.cel.CelProgram;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says which rules of a schema could cost too much for the largest value that the schema allows,
/// each for itself or all together, in the words of k8s.io/apiextensions-apiserver.
final class CelRuleCosts {

    /// For all evaluations of one rule for an object.
    private static final long PER_RULE = 10_000_000;

    /// For all rules of a schema.
    private static final long PER_SCHEMA = 100_000_000;

    private static final int MOST_BLAMED = 4;
    private static final String RULES = "x-kubernetes-validations";

    private final Report report;
    private final boolean accepted;
    private final List<Expensive> expensive = new ArrayList<>();
    private long total;

    /// A rule that matters for the sum.
    private record Expensive(FieldPath path, long cost) {}

    /// @param accepted whether the schema is in use already: single rules are not held against it
    CelRuleCosts(Report report, boolean accepted) {
        this.report = report;
        this.accepted = accepted;
    }

    void check(CelRules rules, SchemaNode root, FieldPath path) {
        var extent = CelExtents.of(root, true);
        if (extent == null) {
            return;
        }
        checkNode(rules, root, extent, 1L, path);
        if (total > PER_SCHEMA) {
            expensive.sort(Comparator.comparingLong(Expensive::cost).reversed());
            expensive.stream()
                    .limit(MOST_BLAMED)
                    .forEach(
                            each ->
                                    report.add(
                                            FieldError.forbidden(
                                                    each.path().field(),
                                                    "contributed to estimated rule cost total"
                                                            + " exceeding cost limit for entire"
                                                            + " OpenAPIv3 schema")));
            report.add(
                    exceeds(
                            path,
                            RULES + " estimated rule cost total for entire OpenAPIv3 schema",
                            total,
                            PER_SCHEMA));
        }
    }

    /// @param times how often such a value can be in one object; null when the schema does not say
    private void checkNode(
            CelRules rules,
            SchemaNode schema,
            CelExtent extent,
            @Nullable Long times,
            FieldPath path) {
        for (int i = 0; i < rules.rules().size(); i++) {
            var rule = rules.rules().get(i);
            var at = path.child(RULES).index(i);
            var most = times == null ? CelExtents.REQUEST / (extent.smallest() + 1) : times;
            check(rule.program(), extent, most, at.child("rule"), "estimated rule cost");
            // Computed once, for the first rule that fails.
            check(
                    rule.program() == null ? null : rule.messageProgram(),
                    extent,
                    1,
                    at.child("messageExpression"),
                    "estimated messageExpression cost");
        }
        var below = times(schema, times);
        schema.properties()
                .forEach(
                        (name, child) ->
                                checkChild(
                                        rules.properties().get(name),
                                        child,
                                        extent.fields().get(CelNames.escape(name).orElse("")),
                                        below,
                                        path.child("properties").key(name)));
        checkChild(rules.items(), schema.items(), extent.item(), below, path.child("items"));
        checkChild(
                rules.additional(),
                schema.additionalProperties(),
                extent.item(),
                below,
                path.child("additionalProperties"));
    }

    private void checkChild(
            @Nullable CelRules rules,
            @Nullable SchemaNode schema,
            @Nullable CelExtent extent,
            @Nullable Long times,
            FieldPath path) {
        if (rules != null && schema != null && extent != null) {
            checkNode(rules, schema, extent, times, path);
        }
    }

    /// How often what is below a node can be in one object.
    private static @Nullable Long times(SchemaNode schema, @Nullable Long times) {
        var limit =
                switch (schema.type()) {
                    case "object" -> schema.additionalProperties() == null ? "" : "maxProperties";
                    case "array" -> "maxItems";
                    default -> "";
                };
        if (times == null || limit.isEmpty()) {
            return times;
        }
        return schema.source().has(limit)
                ? LongMath.saturatedMultiply(
                        times, Math.max(0, schema.source().path(limit).asLong()))
                : null;
    }

    private void check(
            @Nullable CelProgram program,
            CelExtent extent,
            long times,
            FieldPath path,
            String what) {
        if (program == null) {
            return;
        }
        var cost = LongMath.saturatedMultiply(program.worstCost(extent), times);
        if (cost > PER_RULE && !accepted) {
            report.add(exceeds(path, what, cost, PER_RULE));
        }
        total = LongMath.saturatedAdd(total, cost);
        if (cost >= PER_SCHEMA / 100) {
            expensive.add(new Expensive(path, cost));
        }
    }

    private static FieldError exceeds(FieldPath path, String what, long cost, long limit) {
        return FieldError.forbidden(
                path.field(),
                what
                        + " exceeds budget by factor of "
                        + factor((double) cost / limit)
                        + " (try simplifying the rule, or adding maxItems, maxProperties, and"
                        + " maxLength where arrays, maps, and strings are declared)");
    }

    private static String factor(double times) {
        if (times > 100) {
            return "more than 100x";
        }
        return String.format(Locale.ROOT, times < 1.5 ? "%.6fx" : "%.1fx", times);
    }
}

package dev.hanse.machinery.cel;

import com.google.common.collect.ImmutableSet;
import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.validator.CelAstValidator;
import dev.hanse.machinery.format.FormatDuration;
import dev.hanse.machinery.format.GoPattern;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/// Finds patterns, durations and times that are written into an expression and are none, so that
/// nobody has to run it to hear of them. The words are those of cel-go's validators.
final class CelLiteralCheck implements CelAstValidator {

    private static final Set<String> CHECKED = ImmutableSet.of("matches", "duration", "timestamp");

    @Override
    public void validate(CelNavigableAst ast, Cel cel, IssuesFactory issues) {
        ast.getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(each -> each.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL)
                .filter(each -> CHECKED.contains(each.call().function()))
                .filter(each -> !each.call().args().isEmpty())
                .forEach(each -> check(each.call(), issues));
    }

    private static void check(CelExpr.CelCall call, IssuesFactory issues) {
        var argument = call.args().getLast();
        var text = text(argument);
        if (text.isPresent() && !isGood(call.function(), text.get())) {
            issues.addError(argument.id(), "invalid " + call.function() + " argument");
        }
    }

    private static Optional<String> text(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }

    private static boolean isGood(String function, String text) {
        try {
            switch (function) {
                case "matches" -> GoPattern.compile(text);
                case "duration" -> FormatDuration.parse(text);
                default -> OffsetDateTime.parse(text);
            }
            return true;
        } catch (PatternSyntaxException | DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }
}

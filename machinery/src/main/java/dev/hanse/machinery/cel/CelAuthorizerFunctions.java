package dev.hanse.machinery.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.cel.CelAuthorizer.Answer;
import dev.hanse.machinery.cel.CelAuthorizer.Question;
import java.util.function.BiFunction;

/// Kubernetes' authorizer library: builds a question part by part and asks it with `check`.
final class CelAuthorizerFunctions {

    private static final CelType PATH = OpaqueType.create("kubernetes.authorization.PathCheck");
    private static final CelType GROUP = OpaqueType.create("kubernetes.authorization.GroupCheck");
    private static final CelType DECISION = OpaqueType.create("kubernetes.authorization.Decision");

    private CelAuthorizerFunctions() {}

    /// A question that is not complete, and who will be asked.
    record Asker(CelAuthorizer authorizer, Question question) {

        Asker with(BiFunction<Question, String, Question> part, String value) {
            return new Asker(authorizer, part.apply(question, value));
        }

        Answer ask(String verb) {
            return authorizer.ask(question.withVerb(verb));
        }
    }

    static CelFunctions library() {
        var functions = new CelFunctions();
        part(functions, "path", CelAuthorizer.TYPE, PATH, Question::withPath);
        part(functions, "group", CelAuthorizer.TYPE, GROUP, Question::withGroup);
        part(functions, "resource", GROUP, CelAuthorizer.RESOURCE_TYPE, Question::withResource);
        resourcePart(functions, "subresource", Question::withSubresource);
        resourcePart(functions, "namespace", Question::withNamespace);
        resourcePart(functions, "name", Question::withName);
        // RBAC and what else decides here does not look at selectors.
        resourcePart(functions, "fieldSelector", (question, _) -> question);
        resourcePart(functions, "labelSelector", (question, _) -> question);
        check(functions, PATH);
        check(functions, CelAuthorizer.RESOURCE_TYPE);
        var text = new CelFunctions.Parameter<>(SimpleType.STRING, String.class);
        return functions
                .method(
                        "serviceAccount",
                        CelAuthorizer.TYPE,
                        new CelFunctions.Parameter<>(CelAuthorizer.TYPE, Asker.class),
                        text,
                        text,
                        (asker, namespace, name) ->
                                new Asker(asker.authorizer(), asker.question().as(namespace, name)))
                .method("allowed", SimpleType.BOOL, DECISION, Answer.class, Answer::allowed)
                .method("reason", SimpleType.STRING, DECISION, Answer.class, Answer::reason)
                .method("error", SimpleType.STRING, DECISION, Answer.class, Answer::error)
                .method(
                        "errored",
                        SimpleType.BOOL,
                        DECISION,
                        Answer.class,
                        each -> !each.error().isEmpty());
    }

    private static void resourcePart(
            CelFunctions functions, String name, BiFunction<Question, String, Question> part) {
        part(functions, name, CelAuthorizer.RESOURCE_TYPE, CelAuthorizer.RESOURCE_TYPE, part);
    }

    private static void part(
            CelFunctions functions,
            String name,
            CelType receiver,
            CelType result,
            BiFunction<Question, String, Question> part) {
        functions.method(
                name,
                result,
                new CelFunctions.Parameter<>(receiver, Asker.class),
                new CelFunctions.Parameter<>(SimpleType.STRING, String.class),
                (asker, value) -> asker.with(part, value));
    }

    private static void check(CelFunctions functions, CelType receiver) {
        functions.method(
                "check",
                DECISION,
                new CelFunctions.Parameter<>(receiver, Asker.class),
                new CelFunctions.Parameter<>(SimpleType.STRING, String.class),
                Asker::ask);
    }
}

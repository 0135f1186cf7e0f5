package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Answerer;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A question that is answered and forgotten.
record ReviewStrategy(Answerer answers, Function<ObjectNode, List<FieldError>> rules)
        implements Strategy {

    @Override
    public Optional<Answerer> answerer() {
        return Optional.of(answers);
    }

    @Override
    public boolean hasGeneration() {
        return false;
    }

    @Override
    public List<String> nameProblems(String name) {
        return List.of();
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        return rules.apply(object);
    }
}

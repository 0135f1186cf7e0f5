package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

final class CelRules {
    void check(JsonNode object, @Nullable JsonNode old, Report report) {}
}

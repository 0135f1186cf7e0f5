package dev.hanse.machinery.cel;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The value of `variables`: expressions that are evaluated when somebody reads them, and once.
/// Used by one thread.
public final class CelComposition extends AbstractMap<String, Object> {

    private final Map<String, CelProgram> programs;
    private final Map<String, Object> variables;
    private final CelBudget budget;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /// @param variables that the programs see; may come to include this
    /// @param budget charged for those programs that are read
    public CelComposition(
            Map<String, CelProgram> programs, Map<String, Object> variables, CelBudget budget) {
        this.programs = programs;
        this.variables = variables;
        this.budget = budget;
    }

    @Override
    public boolean containsKey(Object key) {
        return programs.containsKey(key);
    }

    @Override
    public @Nullable Object get(Object key) {
        var known = values.get(key);
        if (known != null || !(key instanceof String name)) {
            return known;
        }
        var program = programs.get(name);
        if (program == null) {
            return null;
        }
        try {
            var value = program.evaluate(variables, budget);
            values.put(name, value);
            return value;
        } catch (CelFailedException e) {
            throw new IllegalArgumentException(
                    "composited variable \"" + name + "\" fails to evaluate: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        programs.keySet().forEach(this::get);
        return values.entrySet();
    }
}

package dev.hanse.machinery.schema;

import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// What a walk of the checks has found so far. Not shared between threads.
final class Report {

    private final List<FieldError> errors = new ArrayList<>(0);
    private int matches;

    void add(FieldError error) {
        errors.add(error);
    }

    /// Counts a check that held; decides which failed alternative of an `anyOf` came closest.
    void match() {
        matches++;
    }

    int matches() {
        return matches;
    }

    int size() {
        return errors.size();
    }

    boolean isClean() {
        return errors.isEmpty();
    }

    void include(Report other) {
        errors.addAll(other.errors);
        matches += other.matches;
    }

    /// Forgets everything after the first `size` errors.
    void truncate(int size) {
        errors.subList(size, errors.size()).clear();
    }

    List<FieldError> errors() {
        return errors;
    }
}

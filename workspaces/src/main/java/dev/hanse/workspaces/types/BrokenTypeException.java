package dev.hanse.workspaces.types;

/// A workspace type cannot be used because of what it extends. The problem is fit for tenants.
public final class BrokenTypeException extends RuntimeException {
    private final String problem;

    BrokenTypeException(String problem) {
        super(problem);
        this.problem = problem;
    }

    public String problem() {
        return problem;
    }
}

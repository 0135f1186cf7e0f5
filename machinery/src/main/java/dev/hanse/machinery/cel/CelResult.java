package dev.hanse.machinery.cel;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;

/// What kind of value an expression has.
public enum CelResult {
    BOOL(CelKind.BOOL),
    TEXT(CelKind.STRING),
    NULL(CelKind.NULL_TYPE),
    MAP(CelKind.MAP),
    LIST(CelKind.LIST);

    private final CelKind kind;

    CelResult(CelKind kind) {
        this.kind = kind;
    }

    boolean fits(CelType type) {
        return type.kind() == kind || type.kind() == CelKind.DYN || type.kind() == CelKind.ANY;
    }
}

package dev.hanse.apiserver.authz;

/// An authorizer's answer. The reason is for the operator and the audit log; clients see it only
/// where Kubernetes shows it.
public sealed interface Decision {

    String reason();

    record Allow(String reason) implements Decision {}

    /// No, whatever others say.
    record Deny(String reason) implements Decision {}

    /// Not mine to say; the next authorizer decides, and no opinion at the end means no.
    record NoOpinion(String reason) implements Decision {}

    static Decision allow(String reason) {
        return new Allow(reason);
    }

    static Decision deny(String reason) {
        return new Deny(reason);
    }

    static Decision noOpinion(String reason) {
        return new NoOpinion(reason);
    }

    default boolean isAllowed() {
        return this instanceof Allow;
    }
}

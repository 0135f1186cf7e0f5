package dev.hanse.apiserver.registry;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Write;
import java.util.List;

/// Keeps accounts of objects in other objects, such as usage in a quota. What a write costs is
/// committed together with it, or not at all. Thread-safe.
public interface Ledger {

    /// For servers without accounts.
    Ledger NONE =
            new Ledger() {
                @Override
                public boolean concerns(AdmissionRequest request) {
                    return false;
                }

                @Override
                public Charge charge(AdmissionRequest request) {
                    return Charge.NOTHING;
                }
            };

    /// Whether the write may cost anything. Asked for every write, so it must be quick.
    boolean concerns(AdmissionRequest request);

    /// What the write costs as things are now. For a deletion, `oldObject` is what goes.
    ///
    /// @throws dev.hanse.machinery.status.ApiException when it costs too much
    Charge charge(AdmissionRequest request);

    /// @param conditions under which the charge was computed
    record Charge(List<Condition> conditions, List<Write> writes) {

        static final Charge NOTHING = new Charge(List.of(), List.of());

        public Charge {
            conditions = List.copyOf(conditions);
            writes = List.copyOf(writes);
        }
    }
}

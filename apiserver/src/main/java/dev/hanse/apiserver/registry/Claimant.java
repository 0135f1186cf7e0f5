package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives objects what there is only one of. What an object holds is written in the object's own
/// transaction, so nothing is given twice and nothing is lost, whoever writes at the same time.
public interface Claimant {

    /// Completes `object` with what it is given and says all that it then holds. Asked again when
    /// somebody else was faster.
    ///
    /// @param old what `object` replaces; null for a new one
    /// @throws dev.hanse.machinery.status.ApiException when what the object asks for is taken
    List<Claim> claim(ClusterName cluster, ObjectNode object, @Nullable ObjectNode old);

    /// What a stored object holds.
    List<Claim> held(ClusterName cluster, ObjectNode object);
}

package dev.hanse.apiserver.registry;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.read.StoredForm;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a write takes and gives back besides the object it is about.
///
/// @param conditions nobody else has taken it
record Claims(List<Condition> conditions, List<Write> writes) {

    static final Claims NONE = new Claims(List.of(), List.of());

    Claims {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
    }

    /// From what was held to what will be.
    static Claims change(StoredForm form, List<Claim> before, List<Claim> after) {
        var old = byKey(before);
        var now = byKey(after);
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        now.forEach(
                (key, claim) -> {
                    if (!old.containsKey(key)) {
                        conditions.add(Condition.absent(key));
                        writes.add(new Write.Put(key, form.encode(claim.object())));
                    }
                });
        old.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .forEach(key -> writes.add(new Write.Delete(key)));
        return new Claims(conditions, writes);
    }

    private static Map<Bytes, Claim> byKey(List<Claim> claims) {
        var byKey = new LinkedHashMap<Bytes, Claim>();
        claims.forEach(each -> byKey.put(Keyspace.key(each.resource(), each.key()), each));
        return byKey;
    }

    boolean isNone() {
        return conditions.isEmpty();
    }

    /// The transaction of the object with what goes with it.
    Txn with(Txn own) {
        if (writes.isEmpty()) {
            return own;
        }
        var allConditions = new ArrayList<>(own.conditions());
        allConditions.addAll(conditions);
        var allWrites = new ArrayList<>(own.writes());
        allWrites.addAll(writes);
        return new Txn(allConditions, allWrites);
    }
}

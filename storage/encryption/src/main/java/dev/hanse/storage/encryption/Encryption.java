package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.UnreadableValueException;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which values are kept how. Immutable.
///
/// The rule with the longest prefix of a key decides about its value; without one it is kept as it
/// is. The first provider of a rule writes; all of them read.
public final class Encryption {

    /// Everything is kept as it is. Still reads no ciphertext as if it were a value.
    public static final Encryption NONE = new Encryption(List.of());

    private static final List<Provider> PLAIN = List.of(Provider.identity());

    private final List<Rule> rules;

    /// Values under keys with `prefix` are kept by `providers`.
    public record Rule(Bytes prefix, List<Provider> providers) {
        public Rule {
            providers = List.copyOf(providers);
            if (providers.isEmpty()) {
                throw new IllegalArgumentException("no provider for " + prefix);
            }
        }
    }

    public Encryption(List<Rule> rules) {
        this.rules =
                rules.stream()
                        .sorted(Comparator.comparingInt(rule -> -rule.prefix().length()))
                        .toList();
    }

    /// The value as it is to be stored; the same object when it is stored as it is.
    Bytes seal(Bytes key, Bytes plain) {
        return providers(key).getFirst().seal(key, plain);
    }

    /// The entry as it was written; the same object when its value is stored as it is and may stay
    /// so.
    ///
    /// @throws UnreadableValueException if no provider of the key's rule can read it
    Entry open(Entry stored) {
        var key = stored.key();
        var providers = providers(key);
        @Nullable GeneralSecurityException failure = null;
        for (int i = 0; i < providers.size(); i++) {
            var provider = providers.get(i);
            if (!provider.claims(stored.value())) {
                continue;
            }
            try {
                return opened(stored, provider.open(key, stored.value()), i > 0);
            } catch (GeneralSecurityException e) {
                // A later one may have the same name and another secret.
                failure = failure == null ? e : failure;
            }
        }
        throw failure == null
                ? new UnreadableValueException(key, "no matching prefix found", null)
                : new UnreadableValueException(
                        key, String.valueOf(failure.getMessage()), failure.getCause());
    }

    private static Entry opened(Entry stored, Bytes plain, boolean stale) {
        return !stale && Unchanged.isSame(plain, stored.value())
                ? stored
                : new Entry(
                        stored.key(), plain, stored.createRevision(), stored.modRevision(), stale);
    }

    private List<Provider> providers(Bytes key) {
        for (var rule : rules) {
            if (key.startsWith(rule.prefix())) {
                return rule.providers();
            }
        }
        return PLAIN;
    }
}

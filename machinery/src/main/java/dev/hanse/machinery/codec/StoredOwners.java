package dev.hanse.machinery.codec;

import java.util.ArrayList;
import java.util.List;

/// Which owners a stored object names, and whether it is in a namespace.
///
/// @param uids of `metadata.ownerReferences`, as far as they are text and not empty
public record StoredOwners(boolean inNamespace, List<String> uids) {

    private static final byte[] NAMESPACE = {'n', 'a', 'm', 'e', 's', 'p', 'a', 'c', 'e'};
    private static final byte[] OWNERS = {
        'o', 'w', 'n', 'e', 'r', 'R', 'e', 'f', 'e', 'r', 'e', 'n', 'c', 'e', 's'
    };
    private static final byte[] UID = {'u', 'i', 'd'};

    public StoredOwners {
        uids = List.copyOf(uids);
    }

    /// Reads what [ObjectSplice#encode] wrote. Looks at the bytes of metadata only, because it is
    /// asked about every object that is written.
    ///
    /// @throws IllegalStateException if that is not what `stored` is
    public static StoredOwners of(byte[] stored) {
        var header = SpliceHeader.read(stored);
        var scanner = new JsonScanner(stored, header.length() + header.metadata());
        boolean inNamespace = false;
        var uids = List.<String>of();
        while (scanner.nextMember()) {
            if (scanner.isNamed(OWNERS)) {
                uids = uids(scanner);
            } else if (scanner.isNamed(NAMESPACE)) {
                inNamespace = !scanner.string().isEmpty();
            } else {
                scanner.skipValue();
            }
        }
        return new StoredOwners(inNamespace, uids);
    }

    private static List<String> uids(JsonScanner scanner) {
        if (!scanner.enterArray()) {
            return List.of();
        }
        var uids = new ArrayList<String>();
        while (scanner.nextObject()) {
            while (scanner.nextMember()) {
                if (scanner.isNamed(UID)) {
                    uids.add(scanner.string());
                } else {
                    scanner.skipValue();
                }
            }
        }
        uids.removeIf(String::isEmpty);
        return uids;
    }
}

package dev.hanse.machinery.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a stored object's metadata says about its life, read without parsing the object.
///
/// @param uid empty if it has none
/// @param created its `creationTimestamp`, or empty
/// @param inNamespace whether it is in a namespace
/// @param owners the UIDs of `ownerReferences`, as far as they are text and not empty
/// @param beingDeleted whether it has a `deletionTimestamp`
/// @param finalizers as far as they are text
public record StoredMetadata(
        String uid,
        String created,
        boolean inNamespace,
        List<String> owners,
        boolean beingDeleted,
        List<String> finalizers) {

    private static final byte[] NAMESPACE = ascii("namespace");
    private static final byte[] OWNERS = ascii("ownerReferences");
    private static final byte[] CREATION = ascii("creationTimestamp");
    private static final byte[] UID = ascii("uid");
    private static final byte[] DELETION = ascii("deletionTimestamp");
    private static final byte[] FINALIZERS = ascii("finalizers");

    public StoredMetadata {
        owners = List.copyOf(owners);
        finalizers = List.copyOf(finalizers);
    }

    /// Reads what [ObjectSplice#encode] wrote. Looks at the bytes of metadata only, because it is
    /// asked about every object that is written.
    ///
    /// @throws IllegalStateException if that is not what `stored` is
    public static StoredMetadata of(byte[] stored) {
        var header = SpliceHeader.read(stored);
        var scanner = new JsonScanner(stored, header.length() + header.metadata());
        var uid = "";
        var created = "";
        boolean inNamespace = false;
        var owners = List.<String>of();
        boolean beingDeleted = false;
        var finalizers = List.<String>of();
        while (scanner.nextMember()) {
            if (scanner.isNamed(OWNERS)) {
                owners = owners(scanner);
            } else if (scanner.isNamed(NAMESPACE)) {
                inNamespace = !scanner.string().isEmpty();
            } else if (scanner.isNamed(UID)) {
                uid = scanner.string();
            } else if (scanner.isNamed(CREATION)) {
                created = scanner.string();
            } else if (scanner.isNamed(DELETION)) {
                beingDeleted = !scanner.string().isEmpty();
            } else if (scanner.isNamed(FINALIZERS)) {
                finalizers = finalizers(scanner);
            } else {
                scanner.skipValue();
            }
        }
        return new StoredMetadata(uid, created, inNamespace, owners, beingDeleted, finalizers);
    }

    private static List<String> owners(JsonScanner scanner) {
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

    private static List<String> finalizers(JsonScanner scanner) {
        if (!scanner.enterArray()) {
            return List.of();
        }
        var names = new ArrayList<String>();
        while (scanner.nextElement()) {
            names.add(scanner.string());
        }
        names.removeIf(String::isEmpty);
        return names;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}

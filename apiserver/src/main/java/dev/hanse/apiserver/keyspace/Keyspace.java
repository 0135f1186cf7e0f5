package dev.hanse.apiserver.keyspace;

import dev.hanse.machinery.codec.Unicode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.nio.charset.StandardCharsets;

/// The layout of storage keys, resource first, so that one range is one API across all tenants:
/// `/registry/<group>/<resource>/[<segment>/]<cluster>/[<namespace>/]<name>`.
///
/// Every segment is checked before a key is built, and every prefix ends in a slash, so no prefix
/// of one tenant is a prefix of another's.
public final class Keyspace {

    private static final String ROOT = "/registry/";
    private static final String CORE = "core";
    private static final int MAX_SEGMENT = 512;

    private Keyspace() {}

    /// Every object of every resource of the API group.
    public static Range group(String group) {
        return Range.prefix(Bytes.utf8(groupPrefix(group)));
    }

    /// Every object of resources of this name and group, whoever defined them.
    public static Range named(GroupResource resource) {
        return all(StorageResource.builtIn(resource));
    }

    /// Every object of the resource, in all clusters.
    public static Range all(StorageResource resource) {
        return Range.prefix(Bytes.utf8(prefix(resource)));
    }

    public static Range cluster(StorageResource resource, ClusterName cluster) {
        return Range.prefix(Bytes.utf8(prefix(resource) + cluster + "/"));
    }

    public static Range namespace(StorageResource resource, ClusterName cluster, String namespace) {
        return Range.prefix(
                Bytes.utf8(prefix(resource) + cluster + "/" + checked(namespace) + "/"));
    }

    public static Bytes key(StorageResource resource, ObjectKey key) {
        var namespace = key.namespace().isEmpty() ? "" : checked(key.namespace()) + "/";
        return Bytes.utf8(prefix(resource) + key.cluster() + "/" + namespace + checked(key.name()));
    }

    /// Reads a key that [#key] built for `resource`.
    public static ObjectKey parse(StorageResource resource, Bytes key) {
        var text = key.utf8();
        int start = prefix(resource).length();
        int afterCluster = text.indexOf('/', start);
        var cluster = new ClusterName(text.substring(start, afterCluster));
        int slash = text.indexOf('/', afterCluster + 1);
        return slash < 0
                ? new ObjectKey(cluster, "", text.substring(afterCluster + 1))
                : new ObjectKey(
                        cluster,
                        text.substring(afterCluster + 1, slash),
                        text.substring(slash + 1));
    }

    /// Every object of every resource.
    public static Range everything() {
        return Range.prefix(Bytes.utf8(ROOT));
    }

    /// The resource that [#key] built a key for.
    ///
    /// @param inNamespace whether the key names a namespace, which cannot always be seen
    public static StorageResource resourceOf(Bytes key, boolean inNamespace) {
        var segments = key.utf8().substring(ROOT.length()).split("/", -1);
        var group = segments[0].equals(CORE) ? "" : segments[0];
        boolean segment = segments.length == (inNamespace ? 6 : 5);
        return new StorageResource(
                new GroupResource(group, segments[1]), segment ? segments[2] : "");
    }

    /// The cluster part of any key that [#key] built.
    ///
    /// @param inNamespace as for [#resourceOf]
    public static ClusterName clusterOf(Bytes key, boolean inNamespace) {
        var text = key.utf8();
        int end = text.lastIndexOf('/');
        if (inNamespace) {
            end = text.lastIndexOf('/', end - 1);
        }
        return new ClusterName(text.substring(text.lastIndexOf('/', end - 1) + 1, end));
    }

    /// The cluster part of a key that [#key] built for `resource`, without reading the rest.
    public static String clusterOf(StorageResource resource, Bytes key) {
        int start = prefixLength(resource);
        int end = start;
        while (key.at(end) != '/') {
            end++;
        }
        // Cluster names are ASCII, see ClusterName.
        return new String(key.unsafeArray(), start, end - start, StandardCharsets.US_ASCII);
    }

    private static int prefixLength(StorageResource resource) {
        var group = resource.resource().group();
        var segment = resource.segment();
        return ROOT.length()
                + (group.isEmpty() ? CORE.length() : group.length())
                + 1
                + resource.resource().resource().length()
                + 1
                + (segment.isEmpty() ? 0 : segment.length() + 1);
    }

    private static String prefix(StorageResource resource) {
        var segment = resource.segment();
        return groupPrefix(resource.resource().group())
                + checked(resource.resource().resource())
                + "/"
                + (segment.isEmpty() ? "" : checked(segment) + "/");
    }

    private static String groupPrefix(String group) {
        return ROOT + checked(group.isEmpty() ? CORE : group) + "/";
    }

    /// What may stand between two slashes of a key. Names that Kubernetes would refuse are refused
    /// earlier with Kubernetes' words; this is the wall behind them. Half a character has no bytes
    /// of its own in UTF-8, so a name with one would share its key with another name.
    private static String checked(String segment) {
        if (segment.isEmpty()
                || segment.length() > MAX_SEGMENT
                || segment.equals(".")
                || segment.equals("..")
                || segment.indexOf('/') >= 0
                || segment.indexOf('\0') >= 0
                || !Unicode.isWhole(segment)) {
            throw new InvalidSegmentException(segment);
        }
        return segment;
    }
}

package dev.hanse.apiserver.request;

import dev.hanse.machinery.tenancy.ClusterName;

/// Which logical clusters a request is about.
public sealed interface ClusterScope {

    /// One logical cluster.
    record One(ClusterName name) implements ClusterScope {
        @Override
        public String toString() {
            return name.value();
        }
    }

    /// Every logical cluster of this server, written `*`.
    record All() implements ClusterScope {
        @Override
        public String toString() {
            return "*";
        }
    }

    /// No `/clusters/` prefix: only paths of the server itself make sense.
    record None() implements ClusterScope {
        @Override
        public String toString() {
            return "";
        }
    }

    ClusterScope ALL = new All();
    ClusterScope NONE = new None();

    static ClusterScope of(ClusterName name) {
        return new One(name);
    }
}

package dev.hanse.apiserver.pki;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.IPAddress;

/// Under which names clients may reach a server.
final class ServerNames {

    private static final List<String> ALWAYS =
            List.of(
                    "localhost",
                    "127.0.0.1",
                    "::1",
                    "kubernetes",
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local");

    private ServerNames() {}

    /// What every API server is called, this machine's name, and `more`, without wildcard
    /// addresses.
    static Set<String> including(Collection<String> more) {
        var names = new LinkedHashSet<>(ALWAYS);
        names.add(hostName());
        more.stream().filter(each -> !isWildcard(each)).forEach(names::add);
        names.removeIf(String::isEmpty);
        return names;
    }

    static boolean isAddress(String name) {
        return IPAddress.isValid(name);
    }

    /// One spelling per address: IPv6 has many.
    static String canonical(String name) {
        return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
    }

    private static boolean isWildcard(String name) {
        return isAddress(name) && InetAddress.ofLiteral(name).isAnyLocalAddress();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ""; // a machine without a name is reached by address
        }
    }
}

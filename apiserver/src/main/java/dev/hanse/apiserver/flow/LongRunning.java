package dev.hanse.apiserver.flow;

import dev.hanse.apiserver.request.RequestInfo;
import java.util.Set;

/// Which requests last as long as the client likes: those of kube-apiserver's
/// `BasicLongRunningRequestCheck`.
final class LongRunning {

    private static final Set<String> VERBS = Set.of("watch", "proxy");
    private static final Set<String> SUBRESOURCES =
            Set.of("attach", "exec", "proxy", "log", "portforward");

    private LongRunning() {}

    static boolean is(RequestInfo info) {
        return VERBS.contains(info.verb()) || SUBRESOURCES.contains(info.subresource());
    }
}

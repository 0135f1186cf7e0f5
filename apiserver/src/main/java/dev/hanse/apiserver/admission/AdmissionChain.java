package dev.hanse.apiserver.admission;

import java.util.List;

/// Everything that may change or refuse a write, in order: first all plugins mutate, then the
/// interceptors; then all plugins validate, then the interceptors.
///
/// @param plugins what the server itself insists on
/// @param interceptors what users have configured: policies before webhooks
public record AdmissionChain(List<AdmissionPlugin> plugins, List<Interceptor> interceptors) {

    public AdmissionChain {
        plugins = List.copyOf(plugins);
        interceptors = List.copyOf(interceptors);
    }

    /// Lets the plugins mutate. May be called again for the same write: plugins do not mind.
    public void mutate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.mutate(request));
    }

    /// One write's ways through the interceptors; empty when nobody has configured any.
    public List<Interceptor.Passage> passages(AdmissionRequest request) {
        return interceptors.stream().flatMap(each -> each.enter(request).stream()).toList();
    }

    public void validate(AdmissionRequest request) {
        plugins.forEach(plugin -> plugin.validate(request));
        interceptors.forEach(each -> each.validate(request));
    }
}

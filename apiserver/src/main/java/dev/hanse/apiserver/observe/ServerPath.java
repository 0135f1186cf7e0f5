package dev.hanse.apiserver.observe;

import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;

/// A path at the root of the server that an extension answers: about the server as a whole, so not
/// there below any `/clusters/` or `/services/`.
///
/// The caller has passed the authorizers, which by default let administrators of the root cluster
/// pass, too: an extension that wants fewer says so in an authorizer.
public interface ServerPath {

    /// The whole path, such as `/storage/snapshot`.
    String path();

    /// Answers a GET.
    ApiResponse answer(ApiRequest request);
}

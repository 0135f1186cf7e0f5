/// What clients learn about the API before they use it: groups, versions, resources, OpenAPI and
/// the server's version. Everything is rendered from an [dev.hanse.apiserver.catalog.ApiSurface],
/// once.
@NullMarked
package dev.hanse.apiserver.discovery;

import org.jspecify.annotations.NullMarked;

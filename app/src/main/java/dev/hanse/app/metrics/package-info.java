/// What `/metrics` tells monitoring about the server: its store and its process, in Prometheus'
/// text format. Nothing here counts by workspace, so that tenants cost no series.
@NullMarked
package dev.hanse.app.metrics;

import org.jspecify.annotations.NullMarked;

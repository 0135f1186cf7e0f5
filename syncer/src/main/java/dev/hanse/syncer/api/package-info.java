/// What both halves of the syncer know of the API: the resources they touch, the kinds they bring
/// along, and the words of conditions.
@NullMarked
package dev.hanse.syncer.api;

import org.jspecify.annotations.NullMarked;

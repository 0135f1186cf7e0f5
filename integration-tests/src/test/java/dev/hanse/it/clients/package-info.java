/// Programs that nobody here wrote, doing against the server what they do against any Kubernetes.
@NullMarked
package dev.hanse.it.clients;

import org.jspecify.annotations.NullMarked;

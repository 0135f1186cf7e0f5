/// Kubernetes' own kinds as the catalog serves them, with the rules that Kubernetes keeps in code.
@NullMarked
package dev.hanse.apiserver.builtin;

import org.jspecify.annotations.NullMarked;

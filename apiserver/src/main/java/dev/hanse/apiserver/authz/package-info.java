/// Who may do what: a chain of authorizers around Kubernetes RBAC, and the access reviews.
@NullMarked
package dev.hanse.apiserver.authz;

import org.jspecify.annotations.NullMarked;

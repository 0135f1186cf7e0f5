/// Policies written in CEL: ValidatingAdmissionPolicy and MutatingAdmissionPolicy with their
/// bindings (KEP-3488, KEP-3962). Read [ValidatingPolicies] first.
@NullMarked
package dev.hanse.apiserver.admission.policy;

import org.jspecify.annotations.NullMarked;

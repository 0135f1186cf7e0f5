/// Which writes a policy or webhook is about: rules, selectors and conditions, as
/// `admissionregistration.k8s.io` writes them.
@NullMarked
package dev.hanse.apiserver.admission.matching;

import org.jspecify.annotations.NullMarked;

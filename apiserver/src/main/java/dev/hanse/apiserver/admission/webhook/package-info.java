/// Admission webhooks: MutatingWebhookConfiguration and ValidatingWebhookConfiguration at work
/// (<https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/>).
@NullMarked
package dev.hanse.apiserver.admission.webhook;

import org.jspecify.annotations.NullMarked;

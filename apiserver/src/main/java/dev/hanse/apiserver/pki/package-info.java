/// Certificates and keys: made when there are none, read when there are, renewed before they end.
@NullMarked
package dev.hanse.apiserver.pki;

import org.jspecify.annotations.NullMarked;

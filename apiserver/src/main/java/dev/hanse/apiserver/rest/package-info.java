/// Resource requests as REST: parameters and bodies in, negotiated representations out.
@NullMarked
package dev.hanse.apiserver.rest;

import org.jspecify.annotations.NullMarked;

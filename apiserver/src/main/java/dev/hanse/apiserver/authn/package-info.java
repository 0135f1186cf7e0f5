/// Who is calling: client certificates, bearer tokens and service accounts become a User.
@NullMarked
package dev.hanse.apiserver.authn;

import org.jspecify.annotations.NullMarked;

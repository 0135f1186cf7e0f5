/// Views: the same catalog, registry and watch behind another URL, filter and authorizer.
@NullMarked
package dev.hanse.apiserver.view;

import org.jspecify.annotations.NullMarked;

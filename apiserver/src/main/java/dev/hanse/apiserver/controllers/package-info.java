/// Reconcilers every cluster needs.
@NullMarked
package dev.hanse.apiserver.controllers;

import org.jspecify.annotations.NullMarked;

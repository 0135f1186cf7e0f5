/// The vocabulary of exports: resources, labels, references and how an export is found.
@NullMarked
package dev.hanse.apiexports.api;

import org.jspecify.annotations.NullMarked;

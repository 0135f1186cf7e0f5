/// API resource schemas: their rules, and the copies that outlive their authors.
@NullMarked
package dev.hanse.apiexports.schema;

import org.jspecify.annotations.NullMarked;

/// The only door through which controllers reach objects.
@NullMarked
package dev.hanse.machinery.client;

import org.jspecify.annotations.NullMarked;

/// Changes and checks of an object on its way to storage, besides its schema.
@NullMarked
package dev.hanse.apiserver.admission;

import org.jspecify.annotations.NullMarked;

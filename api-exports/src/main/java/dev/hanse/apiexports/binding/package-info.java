/// What a binding makes its cluster serve: phases, naming conflicts, the catalog's view, deletion.
@NullMarked
package dev.hanse.apiexports.binding;

import org.jspecify.annotations.NullMarked;

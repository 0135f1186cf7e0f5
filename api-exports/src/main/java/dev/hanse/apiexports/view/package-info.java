/// The provider's endpoint: its API across all consumers, and what they let it see besides.
@NullMarked
package dev.hanse.apiexports.view;

import org.jspecify.annotations.NullMarked;

/// The garbage collector: objects whose owners are gone go too. It keeps no graph of the objects;
/// what belongs to whom is looked up by index when something has happened. Read
/// [dev.hanse.apiserver.garbage.GarbageCollector] first.
@NullMarked
package dev.hanse.apiserver.garbage;

import org.jspecify.annotations.NullMarked;

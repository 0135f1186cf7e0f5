/// Real things for tests to run against: servers as local processes, started and stopped on demand.
@NullMarked
package dev.hanse.testkit;

import org.jspecify.annotations.NullMarked;

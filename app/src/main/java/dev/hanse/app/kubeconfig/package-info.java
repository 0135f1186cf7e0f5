/// Kubeconfig files that commands write for people and programs.
@NullMarked
package dev.hanse.app.kubeconfig;

import org.jspecify.annotations.NullMarked;

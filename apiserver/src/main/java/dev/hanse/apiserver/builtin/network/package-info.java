/// What Kubernetes does in code for services and their network: defaults and rules that depend on
/// other fields, and the addresses and ports that services are given.
@NullMarked
package dev.hanse.apiserver.builtin.network;

import org.jspecify.annotations.NullMarked;

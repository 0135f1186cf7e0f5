package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;

/// Something an object holds: itself an object, which exists as long as the claim does.
///
/// @param object what is stored; belongs to the claim
public record Claim(StorageResource resource, ObjectKey key, ObjectNode object) {}

package dev.hanse.apiserver.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/// A document about the server that anybody may keep for a while.
///
/// @param content asked for at each request, once the server listens
public record ServerDocument(String path, String contentType, Supplier<JsonNode> content) {}

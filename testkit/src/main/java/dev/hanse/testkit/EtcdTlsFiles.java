package dev.hanse.testkit;

import java.nio.file.Path;

/// The PEM files that one side of a TLS connection needs.
///
/// @param authority whose certificates it believes
/// @param certificate what it shows of itself
/// @param key the private key of `certificate`
public record EtcdTlsFiles(Path authority, Path certificate, Path key) {}

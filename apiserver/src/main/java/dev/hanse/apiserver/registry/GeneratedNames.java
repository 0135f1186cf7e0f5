package dev.hanse.apiserver.registry;

import java.util.random.RandomGenerator;

/// Names for `generateName`, by k8s.io/apiserver pkg/storage/names.
final class GeneratedNames {

    /// No vowels, so that no words appear, and no characters that look alike.
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int MAX_BASE = 63 - SUFFIX;

    private GeneratedNames() {}

    static String next(String base, RandomGenerator random) {
        var name = new StringBuilder(base.length() > MAX_BASE ? base.substring(0, MAX_BASE) : base);
        for (int i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}

package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Index;
import dev.hanse.storage.Range;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/// The index most tests use: an entry is found under each word of its value. Words are separated by
/// spaces and may hold any other byte.
public final class Words {

    public static final String NAME = "words";

    /// A value that begins with this cannot be indexed.
    public static final Bytes STRANGE = Bytes.utf8("?!");

    private Words() {}

    public static Index index() {
        return over(Range.EVERYTHING);
    }

    public static Index over(Range scope) {
        return new Index(NAME, "words", scope, (_, value) -> of(value));
    }

    /// Another definition of the same index.
    public static Index lastOnly() {
        return new Index(NAME, "last word", Range.EVERYTHING, (_, value) -> Set.of(last(value)));
    }

    public static Set<Bytes> of(Bytes value) {
        if (value.startsWith(STRANGE)) {
            throw new IllegalArgumentException("not words");
        }
        var words = new HashSet<Bytes>();
        for (var word : text(value).split(" ", -1)) {
            words.add(word(word));
        }
        return words;
    }

    public static Bytes last(Bytes value) {
        var text = text(value);
        return word(text.substring(text.lastIndexOf(' ') + 1));
    }

    public static boolean has(Entry entry, Bytes word) {
        return !entry.value().startsWith(STRANGE) && of(entry.value()).contains(word);
    }

    /// One byte for each character.
    public static Bytes word(String word) {
        return Bytes.wrap(word.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(Bytes value) {
        return new String(value.unsafeArray(), StandardCharsets.ISO_8859_1);
    }
}

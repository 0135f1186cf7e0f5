package dev.hanse.apiserver.read;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Reads what an index has under a term, bit by bit as a stream is consumed.
record IndexLookup(Storage storage, String index, Bytes term, Range range) {

    private static final int PAGE = 500;

    /// All of it at one revision: `at`, or when that is [Revision#NONE], one not older than this
    /// call.
    ///
    /// @throws dev.hanse.storage.StorageException also from the stream
    Stream<Entry> at(Revision at) {
        var first = page(range, at);
        return entries(first, page -> page(after(page), first.revision()));
    }

    /// All of it, each bit as things are when it is read, which no compaction can prevent.
    Stream<Entry> asThingsAre() {
        return entries(page(range, Revision.NONE), page -> page(after(page), Revision.NONE));
    }

    private static Stream<Entry> entries(Page first, UnaryOperator<Page> next) {
        return Stream.iterate(
                        first,
                        page -> !page.entries().isEmpty(),
                        page ->
                                page.more()
                                        ? next.apply(page)
                                        : new Page(page.revision(), List.of(), false))
                .flatMap(page -> page.entries().stream());
    }

    private Range after(Page page) {
        return range.after(page.entries().getLast().key());
    }

    private Page page(Range rest, Revision at) {
        return storage.find(index, term, rest, at, PAGE);
    }
}

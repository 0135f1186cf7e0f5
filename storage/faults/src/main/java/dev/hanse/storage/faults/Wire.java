package dev.hanse.storage.faults;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of the storage contract on a connection between two processes of one version.
final class Wire {

    private interface Reader<T> {
        T read() throws IOException;
    }

    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(Socket socket) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    void flush() throws IOException {
        out.flush();
    }

    /// The name of a constant that says what follows.
    String word() throws IOException {
        return in.readUTF();
    }

    void word(Enum<?> constant) throws IOException {
        out.writeUTF(constant.name());
    }

    int number() throws IOException {
        return in.readInt();
    }

    void number(int value) throws IOException {
        out.writeInt(value);
    }

    Revision revision() throws IOException {
        return new Revision(in.readLong());
    }

    void revision(Revision revision) throws IOException {
        out.writeLong(revision.value());
    }

    Bytes bytes() throws IOException {
        return Bytes.wrap(in.readNBytes(in.readInt()));
    }

    void bytes(Bytes bytes) throws IOException {
        out.writeInt(bytes.length());
        out.write(bytes.unsafeArray());
    }

    Range range() throws IOException {
        return new Range(bytes(), optional(this::bytes));
    }

    void range(Range range) throws IOException {
        bytes(range.start());
        optional(range.end(), this::bytes);
    }

    Page page() throws IOException {
        return new Page(revision(), list(this::entry), in.readBoolean());
    }

    void page(Page page) throws IOException {
        revision(page.revision());
        list(page.entries(), this::entry);
        out.writeBoolean(page.more());
    }

    Txn txn() throws IOException {
        return new Txn(list(() -> new Condition(bytes(), revision())), list(this::write));
    }

    void txn(Txn txn) throws IOException {
        list(
                txn.conditions(),
                condition -> {
                    bytes(condition.key());
                    revision(condition.modRevision());
                });
        list(txn.writes(), this::write);
    }

    Outcome outcome() throws IOException {
        return in.readBoolean()
                ? new Outcome.Committed(revision())
                : new Outcome.Rejected(revision(), list(this::entry));
    }

    void outcome(Outcome outcome) throws IOException {
        out.writeBoolean(outcome instanceof Outcome.Committed);
        switch (outcome) {
            case Outcome.Committed(var revision) -> revision(revision);
            case Outcome.Rejected(var revision, var found) -> {
                revision(revision);
                list(found, this::entry);
            }
        }
    }

    Cursor.Batch batch() throws IOException {
        return new Cursor.Batch(list(this::event), revision());
    }

    void batch(Cursor.Batch batch) throws IOException {
        list(batch.events(), this::event);
        revision(batch.upTo());
    }

    private Write write() throws IOException {
        return in.readBoolean() ? new Write.Put(bytes(), bytes()) : new Write.Delete(bytes());
    }

    private void write(Write write) throws IOException {
        out.writeBoolean(write instanceof Write.Put);
        bytes(write.key());
        if (write instanceof Write.Put put) {
            bytes(put.value());
        }
    }

    private Entry entry() throws IOException {
        return new Entry(bytes(), bytes(), revision(), revision());
    }

    private void entry(Entry entry) throws IOException {
        bytes(entry.key());
        bytes(entry.value());
        revision(entry.createRevision());
        revision(entry.modRevision());
    }

    private Event event() throws IOException {
        return new Event(bytes(), revision(), optional(this::entry), optional(this::entry));
    }

    private void event(Event event) throws IOException {
        bytes(event.key());
        revision(event.revision());
        optional(event.current(), this::entry);
        optional(event.previous(), this::entry);
    }

    private <T> @Nullable T optional(Reader<T> reader) throws IOException {
        return in.readBoolean() ? reader.read() : null;
    }

    private <T> void optional(@Nullable T value, Writer<T> writer) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            writer.write(value);
        }
    }

    private <T> List<T> list(Reader<T> reader) throws IOException {
        int size = in.readInt();
        var list = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) {
            list.add(reader.read());
        }
        return list;
    }

    private <T> void list(List<T> values, Writer<T> writer) throws IOException {
        out.writeInt(values.size());
        for (var value : values) {
            writer.write(value);
        }
    }
}

package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/// The table the build derived; read when the first object comes or goes.
final class BuiltTable {
    private BuiltTable() {}

    static MessageTable get() {
        return Holder.TABLE;
    }

    static MessagePlan.Plans plans() {
        return Holder.PLANS;
    }

    private static final class Holder {
        static final MessageTable TABLE = read();
        static final MessagePlan.Plans PLANS = new MessagePlan.Plans(TABLE);

        private static MessageTable read() {
            try (var packed = BuiltTable.class.getResourceAsStream("messages.json.gz")) {
                if (packed == null) {
                    throw new IllegalStateException("the build did not write messages.json.gz");
                }
                return new ObjectMapper()
                        .readValue(new GZIPInputStream(packed), MessageTable.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A point in time, or none: Go's zero time is an empty message.
record Moment(@Nullable Instant instant) {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int BILLION = 1_000_000_000;

    static Moment read(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        boolean isSet = false;
        long seconds = 0;
        int nanos = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 -> seconds = in.readInt64();
                case 2 << 3 -> nanos = in.readInt32();
                default -> Wire.skip(in, tag);
            }
            isSet = true;
        }
        Wire.end(in, outer);
        return new Moment(isSet ? instant(seconds, nanos) : null);
    }

    /// RFC 3339 has four digits for the year.
    private static Instant instant(long seconds, int nanos) throws InvalidProtocolBufferException {
        if (seconds < EARLIEST.getEpochSecond()
                || seconds > LATEST.getEpochSecond()
                || nanos < 0
                || nanos >= BILLION) {
            throw new InvalidProtocolBufferException(
                    "no time is " + seconds + " seconds and " + nanos + " nanoseconds");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    JsonNode toSeconds() {
        return instant == null
                ? NullNode.instance
                : TextNode.valueOf(instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    JsonNode toMicroseconds() {
        return instant == null ? NullNode.instance : TextNode.valueOf(MICROSECONDS.format(instant));
    }
}

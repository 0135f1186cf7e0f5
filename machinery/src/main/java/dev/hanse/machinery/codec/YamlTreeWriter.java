package dev.hanse.machinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/// Writes a JSON tree as YAML: the block style with sorted fields that kubectl users know.
final class YamlTreeWriter {

    /// Plain text that YAML 1.1 or 1.2 reads as null, boolean, number, date or merge key.
    private static final Pattern NEEDS_QUOTES =
            Pattern.compile(
                    "|~|null|true|false|yes|no|on|off|y|n|<<|="
                            + "|[-+]?[0-9][-+0-9_.:,eExXoOa-fA-FtTzZ ]*|[-+]?\\.(inf|nan|[0-9]).*",
                    Pattern.CASE_INSENSITIVE);

    private static final ImplicitTuple IMPLICIT = new ImplicitTuple(true, true);

    private final StringBuilder text = new StringBuilder();
    private final Emitter emitter;

    YamlTreeWriter() {
        var settings =
                DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setIndent(2)
                        .setWidth(Integer.MAX_VALUE)
                        .setSplitLines(false)
                        .build();
        emitter =
                new Emitter(
                        settings,
                        new StreamDataWriter() {
                            @Override
                            public void write(String part) {
                                text.append(part);
                            }

                            @Override
                            public void write(String part, int offset, int length) {
                                text.append(part, offset, offset + length);
                            }
                        });
    }

    String write(JsonNode tree) {
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        emit(tree);
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
        return text.toString();
    }

    private void emit(JsonNode node) {
        if (node.isObject()) {
            emitter.emit(
                    new MappingStartEvent(
                            Optional.empty(),
                            Optional.empty(),
                            true,
                            node.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK));
            var sorted = new TreeMap<String, JsonNode>();
            node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
            sorted.forEach(
                    (name, value) -> {
                        emitString(name);
                        emit(value);
                    });
            emitter.emit(new MappingEndEvent());
        } else if (node.isArray()) {
            emitter.emit(
                    new SequenceStartEvent(
                            Optional.empty(),
                            Optional.empty(),
                            true,
                            node.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK));
            node.forEach(this::emit);
            emitter.emit(new SequenceEndEvent());
        } else if (node.isTextual()) {
            emitString(node.textValue());
        } else {
            emitScalar(node.asText(), ScalarStyle.PLAIN);
        }
    }

    private void emitString(String value) {
        emitScalar(
                value,
                NEEDS_QUOTES.matcher(value).matches()
                        ? ScalarStyle.DOUBLE_QUOTED
                        : value.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.PLAIN);
    }

    private void emitScalar(String value, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), IMPLICIT, value, style));
    }
}

package dev.hanse.machinery.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Results of evaluations as JSON.
public final class CelValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CelValues() {}

    /// @throws IllegalArgumentException if JSON has no such value
    public static JsonNode toJson(Object value) {
        return switch (value) {
            case NullValue _ -> JSON.nullNode();
            case String text -> JSON.textNode(text);
            case Boolean bit -> JSON.booleanNode(bit);
            case Long number -> JSON.numberNode(number);
            case UnsignedLong number -> JSON.numberNode(number.bigIntegerValue());
            case Double number -> JSON.numberNode(number);
            case CelByteString bytes ->
                    JSON.textNode(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Instant time -> JSON.textNode(time.toString());
            case Duration duration -> JSON.textNode(seconds(duration));
            case Optional<?> optional ->
                    optional.isPresent() ? toJson(optional.get()) : JSON.nullNode();
            case List<?> list -> {
                var array = JSON.arrayNode(list.size());
                list.forEach(each -> array.add(toJson(each)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = JSON.objectNode();
                map.forEach((key, each) -> object.set(String.valueOf(key), toJson(each)));
                yield object;
            }
            default ->
                    throw new IllegalArgumentException(
                            "a value of type " + value.getClass().getSimpleName() + " has no JSON");
        };
    }

    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString() + "s";
    }
}

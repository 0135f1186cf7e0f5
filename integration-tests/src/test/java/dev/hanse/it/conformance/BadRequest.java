package dev.hanse.it.conformance;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request of the table `bad-requests.txt`, whose head says how it is written.
///
/// @param message a regular expression
record BadRequest(
        String name,
        String method,
        String path,
        List<String> headers,
        String body,
        int status,
        String reason,
        Pattern message) {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z-]+: .*");
    private static final Pattern STATUS = Pattern.compile("[0-9]{3} ?.*");

    static List<BadRequest> table() {
        try (var in = BadRequest.class.getResourceAsStream("bad-requests.txt")) {
            if (in == null) {
                throw new IllegalStateException("the table is gone");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("\n\n### ", -1))
                    .skip(1)
                    .map(each -> parse(each.lines().toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BadRequest parse(List<String> lines) {
        var request = lines.get(1).split(" ", 2);
        var headers = new ArrayList<String>();
        var body = new StringBuilder();
        var message = new ArrayList<String>();
        var status = "";
        for (var line : lines.subList(2, lines.size())) {
            if (line.startsWith(">")) {
                body.append(part(line));
            } else if (line.startsWith("< ")) {
                message.add(line.substring(2));
            } else if (STATUS.matcher(line).matches()) {
                status = line;
            } else if (HEADER.matcher(line).matches()) {
                headers.addAll(List.of(line.split(": ", 2)));
            } else {
                throw new IllegalStateException("what is this? " + line);
            }
        }
        return new BadRequest(
                lines.getFirst(),
                request[0],
                request[1],
                headers,
                body.toString(),
                Integer.parseInt(status.substring(0, 3)),
                status.substring(4),
                pattern(String.join("\n", message)));
    }

    private static String part(String line) {
        if (line.startsWith(">* ")) {
            var words = line.substring(3).split(" ", 2);
            return words[1].repeat(Integer.parseInt(words[0]));
        }
        return line.startsWith(">j ")
                ? Answer.parse(line.substring(3)).asText()
                : line.substring(2);
    }

    private static Pattern pattern(String message) {
        return Pattern.compile(
                Stream.of(message.split("<any>", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^ ]+")));
    }

    Answer send(Api api) {
        var all = new ArrayList<>(headers);
        if (!body.isEmpty() && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return api.send(method, path, body, all.toArray(String[]::new));
    }

    @Override
    public String toString() {
        return name;
    }
}

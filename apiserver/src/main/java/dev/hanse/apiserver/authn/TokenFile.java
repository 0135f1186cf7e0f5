package dev.hanse.apiserver.authn;

import dev.hanse.apiserver.request.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file of `--token-auth-file`: lines of `token,user,uid,"group1,group2"`, the groups optional.
public final class TokenFile {

    private TokenFile() {}

    /// Users by token, for [StaticTokens#of].
    ///
    /// @throws IllegalArgumentException when a line is not what it should be
    public static Map<String, User> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        var users = new LinkedHashMap<String, User>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            var fields = fields(lines.get(i));
            // The line itself holds a secret: only its number may be told.
            if (fields.size() < 3 || fields.getFirst().isEmpty() || fields.get(1).isEmpty()) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + " of " + file + " is not token,user,uid[,groups]");
            }
            users.put(
                    fields.getFirst(),
                    new User(fields.get(1), fields.get(2), groups(fields), Map.of()));
        }
        return users;
    }

    private static List<String> groups(List<String> fields) {
        if (fields.size() < 4) {
            return List.of();
        }
        var groups = new ArrayList<String>();
        for (var each : fields.get(3).split(",", -1)) {
            if (!each.isBlank()) {
                groups.add(each.strip());
            }
        }
        return groups;
    }

    /// One record of RFC 4180, without line breaks in quotes.
    private static List<String> fields(String line) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}

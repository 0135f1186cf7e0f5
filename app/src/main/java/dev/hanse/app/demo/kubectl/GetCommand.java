package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `get TYPE[,TYPE] [NAME] [-A] [-o FORMAT]` and `get --raw PATH`
@Command(name = "get")
final class GetCommand implements Callable<Integer> {

    private static final String JSONPATH = "jsonpath=";
    private static final String COLUMNS = "custom-columns=";

    private final KubectlCommand kubectl;
    private final PrintWriter out;

    @Parameters(arity = "0..2")
    List<String> target = List.of();

    @Option(names = {"-A", "--all-namespaces"})
    boolean allNamespaces;

    @Option(names = "--show-labels")
    boolean showLabels;

    @Option(names = "-o")
    String format = "";

    @Option(names = "--raw")
    @Nullable String raw;

    GetCommand(KubectlCommand kubectl, PrintWriter out) {
        this.kubectl = kubectl;
        this.out = out;
    }

    @Override
    public Integer call() {
        try (var session = kubectl.open()) {
            if (raw != null) {
                out.println(session.getRaw(raw));
            } else {
                out.print(answer(session, targets(session)));
            }
        }
        return 0;
    }

    private List<Target> targets(Session session) {
        var targets = new ArrayList<Target>();
        for (var type : target.getFirst().split(",", -1)) {
            var words = new ArrayList<>(target);
            words.set(0, type);
            targets.add(Target.of(words, session.types()));
        }
        return targets;
    }

    private String answer(Session session, List<Target> targets) {
        if (format.isEmpty()) {
            var text = new ArrayList<String>();
            targets.forEach(each -> text.add(table(session, each)));
            return String.join("\n", text);
        }
        if (format.equals("name")) {
            var text = new StringBuilder();
            for (var each : targets) {
                for (var object : items(session.get(path(each)))) {
                    var name = object.at("/metadata/name").asText();
                    text.append(each.type().qualifiedName(name)).append('\n');
                }
            }
            return text.toString();
        }
        var found =
                targets.size() == 1 ? session.get(path(targets.getFirst())) : all(session, targets);
        if (format.startsWith(JSONPATH)) {
            return JsonPathTemplate.parse(format.substring(JSONPATH.length())).render(found);
        }
        if (format.startsWith(COLUMNS)) {
            return CustomColumns.parse(format.substring(COLUMNS.length())).render(items(found));
        }
        throw new CommandFailedException("error: the demo does not know -o " + format);
    }

    private String table(Session session, Target one) {
        var table = session.table(path(one));
        if (table.path("rows").isEmpty()) {
            return one.type().namespaced() && !allNamespaces
                    ? "No resources found in " + kubectl.namespace + " namespace.\n"
                    : "No resources found\n";
        }
        return new ServerTable(table).render(allNamespaces && one.type().namespaced(), showLabels);
    }

    private JsonNode all(Session session, List<Target> targets) {
        var list = JsonNodeFactory.instance.objectNode();
        var items = list.put("apiVersion", "v1").put("kind", "List").putArray("items");
        targets.forEach(each -> items(session.get(path(each))).forEach(items::add));
        return list;
    }

    private String path(Target one) {
        return one.path(allNamespaces ? "" : kubectl.namespace);
    }

    private static List<JsonNode> items(JsonNode found) {
        var items = new ArrayList<JsonNode>();
        if (found.has("items")) {
            found.get("items").forEach(items::add);
        } else {
            items.add(found);
        }
        return items;
    }
}

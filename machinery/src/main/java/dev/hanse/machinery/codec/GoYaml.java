package dev.hanse.machinery.codec;

import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What is wrong with a YAML text in the words of Go's YAML library, which clients of Kubernetes
/// know. Problems it has no words for keep those of ours.
final class GoYaml {

    /// How our library's problems begin, and what they are called in Go.
    private static final Map<String, String> PROBLEMS =
            Map.of(
                    "expected the node content", "did not find expected node content",
                    "found character '", "found character that cannot start any token",
                    "mapping values are not allowed here",
                            "mapping values are not allowed in this context",
                    "expected <block end>", "did not find expected key",
                    "expected ',' or ']'", "did not find expected ',' or ']'",
                    "expected ',' or '}'", "did not find expected ',' or '}'",
                    "could not find expected ':'", "could not find expected ':'",
                    "expected '<document start>'", "did not find expected <document start>");

    private GoYaml() {}

    static String problem(YamlEngineException e) {
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return "yaml: " + e.getMessage();
        }
        var problem = marked.getProblem();
        var known =
                PROBLEMS.entrySet().stream()
                        .filter(each -> problem.startsWith(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(problem);
        return "yaml: " + line(marked) + known;
    }

    /// Go counts lines from zero or one, depending on who noticed, and leaves out the first.
    private static String line(MarkedYamlEngineException e) {
        int line = e.getProblemMark().map(Mark::getLine).orElse(0);
        if (line > 0 && e instanceof ScannerException) {
            line++;
        }
        return line == 0 ? "" : "line " + line + ": ";
    }
}

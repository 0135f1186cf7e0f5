package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What Linux says about a process.
record ProcessFiles(long pid) {

    private static final double TICKS_PER_SECOND = 100;

    static ProcessFiles own() {
        return new ProcessFiles(ProcessHandle.current().pid());
    }

    /// User and system time since the process began.
    double cpuSeconds() {
        var stat = lines("stat").getFirst();
        // The command's name, in parentheses, may contain blanks.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) / TICKS_PER_SECOND;
    }

    double residentMiB() {
        return number("status", "VmRSS:") / 1024.0;
    }

    /// Memory that is not a mapped file, which the system could drop at will.
    double anonymousMiB() {
        return number("status", "RssAnon:") / 1024.0;
    }

    /// The most that was ever resident.
    double peakMiB() {
        return number("status", "VmHWM:") / 1024.0;
    }

    /// Bytes sent towards a disk since the process began.
    long writtenBytes() {
        return number("io", "write_bytes:");
    }

    private long number(String file, String label) {
        return lines(file).stream()
                .filter(line -> line.startsWith(label))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + label + " in " + file));
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }
}

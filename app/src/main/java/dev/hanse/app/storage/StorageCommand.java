package dev.hanse.app.storage;

import picocli.CommandLine.Command;

/// `hanse storage`: the tools of whoever keeps the store.
@Command(
        name = "storage",
        description = "Backs a store up, brings it back, looks into it and keeps it small.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SnapshotCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            CompactCommand.class,
            StatsCommand.class
        },
        footer = {
            "",
            "Exit status: 0 done, 1 failed or (verify) something is wrong, 2 wrong usage.",
            "",
            "Example:",
            "  hanse storage snapshot --kubeconfig .hanse/admin.kubeconfig backup.hanse"
        })
public final class StorageCommand {}

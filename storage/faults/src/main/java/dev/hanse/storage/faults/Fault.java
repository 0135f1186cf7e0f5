package dev.hanse.storage.faults;

/// Something that happens to a store while clients are busy.
enum Fault {

    /// The process ends at any instruction.
    KILL,

    /// The process stands still for a while.
    PAUSE,

    /// The file system below the store stops in the middle, and forgets what was not forced to it.
    POWER_LOSS,

    /// The disk has no room for a while; then the same process accepts writes again.
    DISK_FULL,

    /// The process ends while the disk has no room.
    DISK_FULL_KILL,

    /// The member of etcd that leads ends at any instruction, and comes back later.
    LEADER_KILL,

    /// The member of etcd that leads stands still until others have elected another.
    LEADER_PAUSE,

    /// All members of etcd end at once, and come back.
    ETCD_KILL
}

# The JVM options of the server, and a cache that spares its JVM loading, linking and profiling the same
# classes at every start (JEP 514): half the CPU time of a start.
# Source it after jdk.sh.

# Sets `jvm_options`. A small heap that grows: a control plane on a laptop shares it with everything else
# there, and the JVM's own first size, a 64th of the memory, would be touched before the first collection.
set_jvm_options() {
    jvm_options=(
        -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xms64m -XX:MaxRAMPercentage=25
        -XX:+ExitOnOutOfMemoryError
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    )
    class_path="$1/app/target/hanse-app-0.1.0-SNAPSHOT.jar:$1/app/target/lib/*"
    aot_cache="$1/app/target/hanse.aot"
}

# Makes the cache from one start of the server on an empty directory. Without it everything works, slower.
# The environment variable HANSE_AOT=off skips this.
train() {
    local home=$1 java_home=$2 directory pid jvm_options class_path aot_cache i
    set_jvm_options "$home"
    rm -f "$aot_cache"
    [ "${HANSE_AOT:-on}" = off ] && return 0
    directory=$(mktemp -d)
    "$java_home/bin/java" "${jvm_options[@]}" -XX:AOTCacheOutput="$aot_cache.new" -cp "$class_path" \
        dev.hanse.app.Main start --root-directory "$directory" --secure-port 0 >"$home/app/target/aot.log" 2>&1 &
    pid=$!
    for ((i = 0; i < 600; i++)); do
        if [ -s "$directory/admin.kubeconfig" ] || ! kill -0 "$pid" 2>/dev/null; then break; fi
        sleep 0.1
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" || true
    rm -rf "$directory"
    if [ -s "$aot_cache.new" ]; then mv "$aot_cache.new" "$aot_cache"; fi
}

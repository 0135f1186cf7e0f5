# Builds the program when there is no build, or when a source is newer than it.
# Source it after jvm.sh, then: build_if_stale <checkout> <java home>

build_if_stale() {
    local home=$1 java_home=$2
    local stamp="$home/app/target/built"
    if [ -f "$stamp" ] && [ -z "$(newer_sources "$home" "$stamp")" ]; then
        return 0
    fi
    command -v mvn >/dev/null || {
        echo "hanse builds itself with Maven 3.8.7 or newer: install it (Debian: apt-get install maven)." >&2
        exit 1
    }
    mkdir -p "$home/app/target"
    (
        # Several starts at once (a demo starts seven processes) build once.
        flock 9
        if [ ! -f "$stamp" ] || [ -n "$(newer_sources "$home" "$stamp")" ]; then
            run_build "$home" "$java_home" "$stamp"
        fi
    ) 9>"$home/app/target/build.lock"
}

newer_sources() {
    find "$1" \( -name target -o -name .git -o -name .hanse -o -path "$1/bench" \) -prune -o \
        \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$2" -print -quit
}

run_build() {
    local home=$1 java_home=$2 stamp=$3 log="$1/app/target/build.log" started=$SECONDS modules pid
    JAVA_HOME=$java_home mvn -B -Dquick -f "$home/pom.xml" -pl app -am package >"$log" 2>&1 &
    pid=$!
    trap 'kill $pid 2>/dev/null' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        modules=$(grep -c 'Building Hanse: ' "$log" || true)
        [ -t 2 ] && printf '\rbuilding hanse: module %s, %ss (the first build downloads libraries) ' \
            "$modules" "$((SECONDS - started))" >&2
        sleep 0.5
    done
    trap - INT TERM
    if ! wait "$pid"; then
        printf '\nthe build failed; the end of %s:\n' "$log" >&2
        grep -E '^\[ERROR\]' "$log" | head -30 >&2
        exit 1
    fi
    train "$home" "$java_home"
    touch "$stamp"
    if [ -t 2 ]; then printf '\rbuilt hanse in %ss%50s\n' "$((SECONDS - started))" '' >&2; else
        echo "built hanse in $((SECONDS - started))s" >&2; fi
}

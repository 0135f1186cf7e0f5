# Finds a JDK 25 or newer without starting one: reads the `release` file of each candidate.
# Source it, then: java_home=$(find_jdk) || exit 1

jdk_major() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -n "$version" ] && [ -x "$1/bin/javac" ] && echo "$version"
}

find_jdk() {
    local candidate major on_path
    on_path=$(readlink -f "$(command -v java 2>/dev/null)" 2>/dev/null || true)
    for candidate in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        major=$(jdk_major "$candidate") || continue
        if [ "$major" -ge 25 ]; then
            echo "$candidate"
            return 0
        fi
    done
    echo "hanse needs a JDK 25 or newer: install one (for instance Temurin 25) or point JAVA_HOME at it." >&2
    return 1
}

# Read by the scripts beside it: builds, and gives them $work and in_private_mounts.

repository=$(cd "${0%/*}/.." && pwd -P) || exit
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}
[ "$(id -u)" = 0 ] || fail 'needs root: the peers are run as root'

java=${SLIPWAY_JAVA:-java}
[ ! -d "$java" ] || java=$java/bin/java

"$repository/slipway" version >/dev/null || exit
(cd "$repository" && mvn -B -q -ntp -DskipTests -pl benchmarks -am package) >&2 || fail 'does not build'

work=$(mktemp -d "${TMPDIR:-/tmp}/slipway-bench.XXXXXX") || exit

# Only what is empty goes, and only what is named after us.
clean() {
    rmdir "$work" /sys/fs/cgroup/slipway-bench /sys/fs/cgroup/*/slipway-bench 2>/dev/null
}
trap clean EXIT
trap 'exit 130' HUP INT TERM

# in_private_mounts CLASS ARGUMENTS: a JVM whose mounts nobody else sees. Its scratch is a tmpfs, for
# steady times. On a hybrid machine the v2 hierarchy is covered, because crun 1.8 refuses to see both.
in_private_mounts() {
    lib=$repository/benchmarks/target/lib
    unshare --mount --propagation private sh -c '
        mount -t tmpfs -o mode=755 slipway-bench "$1" || exit
        if [ -d /sys/fs/cgroup/unified ]; then
            mount -t tmpfs slipway-bench /sys/fs/cgroup/unified || exit
        fi
        shift
        exec "$@"
    ' sh "$work" "$java" -XX:-UsePerfData -XX:+UseSerialGC -XX:-MaxFDLimit \
        --enable-native-access=ALL-UNNAMED "-Dslipway.root=$repository" \
        "-Dslipway.native=$repository/full-runtime/target/app/native/libjffi-1.2.so" \
        -cp "$lib/kernel.jar:$repository/benchmarks/target/classes:$lib/*" "$@"
}

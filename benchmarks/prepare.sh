# Read by the scripts beside it: builds, and gives them $work and in_room.

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
room=$repository/testkit/src/main/resources/slipway/testkit/engine-room.sh
sh "$room" keep "$$" "$work" </dev/null >/dev/null &
keeper=$!

# The room takes $work along when it goes.
clean() {
    kill "$keeper" 2>/dev/null
    wait "$keeper"
}
trap clean EXIT
trap 'exit 130' HUP INT TERM

# in_room CLASS ARGUMENTS: a JVM in namespaces and cgroups of its own, with the engines of others. What is
# below $work is a tmpfs there, for steady times. Of the environment, only what is named here goes along.
in_room() {
    while [ ! -e "$work/pid" ]; do
        kill -0 "$keeper" 2>/dev/null || fail "no room for engines: $(cat "$work/log")"
        sleep 0.1
    done
    lib=$repository/benchmarks/target/lib
    sh "$room" enter "$work" sh -c 'cd "$1" && shift && exec env "$@"' sh "$PWD" \
        "ONLY=${ONLY:-}" "SLIPWAY_TEST_ROOTS=${SLIPWAY_TEST_ROOTS:-}" "$(command -v "$java")" -XX:-UsePerfData -XX:+UseSerialGC -XX:-MaxFDLimit \
        --enable-native-access=ALL-UNNAMED "-Dslipway.root=$repository" \
        "-Dslipway.native=$repository/full-runtime/target/app/native/libjffi-1.2.so" \
        -cp "$lib/kernel.jar:$repository/benchmarks/target/classes:$lib/*" "$@"
}

# Read by the script `slipway` when there is something to build; uses its functions and variables.

# Builds, and puts what is needed to run into $app. Two that start at once build one after the other;
# the second finds it done. Killed at any moment, the last good $app stays, or there is none.
build() {
    command -v mvn >/dev/null || fail 'needs Maven 3.8.7 or newer to build: apt-get install maven'
    [ -x "$jdk/bin/javac" ] || fail "needs a JDK to build, $jdk has no javac: apt-get install openjdk-17-jdk-headless"
    log=$here/target/build.log
    umask 022
    mkdir -p "$here/target" || fail "cannot write to $here"
    (
        # The lock belongs to the kernel and goes with its last holder, be it killed. Maven holds it
        # too, so that an orphaned one is waited for.
        if command -v flock >/dev/null; then
            flock 9
        fi
        if [ -r "$app/classpath" ] && is_fresh; then
            exit 0
        fi
        read_commit
        # Maven only adds here, and a jar of an older build would stay on the class path.
        rm -rf "$here/full-runtime/target/lib"
        compile && assemble
    ) 9>"$here/target/build.lock" </dev/null || exit 125
}

compile() {
    printf 'building Slipway (%s):' "$why" >&2
    {
        cd "$here" && JAVA_HOME=$jdk mvn -B -ntp -DskipTests \
            -pl full-runtime,lessons -am package 2>&1
        # On a line of its own, whatever Maven printed last.
        printf '\nexit status %s\n' "$?"
    } | tee "$log" | {
        status=1
        while IFS= read -r line; do
            case $line in
            '[INFO] Building '*' ['*)
                name=${line#'[INFO] Building '}
                printf ' %s,' "${name% [0-9]*}" >&2
                ;;
            'exit status '*) status=${line#'exit status '} ;;
            esac
        done
        exit "$status"
    } && return 0
    printf ' failed. The end of %s:\n' "$log" >&2
    tail -n 20 "$log" >&2
    return 1
}

# Copies, beside $app first and then renamed: whoever looks sees all or nothing.
assemble() {
    if copy_and_rename; then
        archive_all
        echo ' done.' >&2
        return 0
    fi
    printf ' failed: what Maven built could not be copied to %s\n' "$app" >&2
    return 1
}

copy_and_rename() {
    built=$here/full-runtime/target
    draft=$built/app.draft
    rm -rf "$draft" "$built/app.old"
    mkdir -p "$draft/lib" "$draft/native" || return 1
    cp "$built"/lib/*.jar "$built"/full-runtime-*.jar "$here"/lessons/target/lessons-*.jar "$draft/lib/" || return 1
    cp "$built/native/jni/$(uname -m)-Linux/"* "$draft/native/" || return 1
    # The library lies there unpacked; what Maven needs beside the jars, the runtime does not.
    rm -f "$draft"/lib/*-native.jar "$draft"/lib/*-sources.jar "$draft"/lib/*-tests.jar
    jars=
    # The ground first: it has a class that must be found before the one of the same name in jffi.
    for jar in "$draft"/lib/kernel*.jar "$draft"/lib/full-runtime*.jar "$draft"/lib/*.jar; do
        name=lib/${jar##*/}
        case :$jars: in
        *:"$name":*) ;;
        *) jars=$jars${jars:+:}$name ;;
        esac
    done
    printf '%s\n' "$jars" >"$draft/classpath" && printf '%s\n' "$commit" >"$draft/stamp" || return 1
    chmod -R a+rX "$draft"
    if [ -d "$app" ]; then
        mv "$app" "$built/app.old" || return 1
    fi
    mv "$draft" "$app" || return 1
    rm -rf "$built/app.old"
}

# Makes $archive for the one JDK that is about to be used. Says so to people only: nobody's log
# should have this line once.
prepare() {
    mkdir -p "$here/target" || return 0
    [ -t 2 ] && printf 'preparing for Java %s, once:' "$feature" >&2
    (
        if command -v flock >/dev/null; then
            flock 9
        fi
        [ -e "$archive" ] || archive_for "$jdk"
    ) 9>"$here/target/build.lock" </dev/null
    [ -t 2 ] && echo ' done.' >&2
    return 0
}

# For every JDK that this may be run on, as far as they can be found.
archive_all() {
    for home in "$jdk" "$JAVA_HOME" /usr/lib/jvm/*; do
        if [ -h "$home" ] || [ ! -x "$home/bin/javac" ]; then
            continue
        fi
        read_release "$home"
        name_archive "$home"
        if [ "$feature" -ge 17 ] && [ ! -e "$archive" ]; then
            printf ' Java %s,' "$feature" >&2
            archive_for "$home"
        fi
    done
}

# Makes $archive for the JDK $1 of release $feature: class data as it lies in memory, after a rehearsal. Where it
# cannot be made an empty file takes its place, so that it is not tried at every start.
archive_for() (
    umask 022
    mkdir -p "${archive%/*}" || exit 0
    set_flags
    set_classpath
    draft=$archive.draft
    root=$here/target/rehearsal
    rm -rf "$root"
    mkdir -p "$root"
    case $feature in
    1[7-9] | 2[0-4])
        rehearse "$1" "-XX:DumpLoadedClassList=$draft.list" &&
            "$1/bin/java" $flags -Xshare:dump "-XX:SharedClassListFile=$draft.list" \
                "-XX:SharedArchiveFile=$draft" -cp "$classpath"
        ;;
    *) rehearse "$1" "-XX:AOTCacheOutput=$draft" ;;
    esac >"$here/target/archive.log" 2>&1 </dev/null || rm -f "$draft"
    rm -rf "$root" "$draft.list" "$draft.config"
    [ -s "$draft" ] || : >"$draft"
    chmod 644 "$draft"
    mv -f "$draft" "$archive"
)

# With the options of every start, or the archive would not be taken then.
rehearse() {
    SLIPWAY_DATA=$root/data "$1/bin/java" $flags "$2" \
        "-Dslipway.home=$here" "-Dslipway.app=$app" "-Dslipway.native=$app/native/libjffi-1.2.so" \
        -cp "$classpath" slipway.cli.Rehearsal "$root"
}

#!/bin/sh
# engine-room.sh keep OWNER DIRECTORY: namespaces and cgroups in which container engines can do no harm,
# until process OWNER ends or this one is told to by SIGTERM. It then removes them and DIRECTORY.
# engine-room.sh enter DIRECTORY COMMAND...: runs a command in there, with an almost empty environment.
#
# DIRECTORY/pid: process 1 of the room, once it is ready. DIRECTORY/groups: where a process writes 0 to
# be in the room's cgroups. DIRECTORY/log: what went wrong.
#
# Engines find their usual places there (/etc, /run, /var/lib), but all they write is in memory, or with
# SLIPWAY_ROOM_ON_DISK=yes on a new ext4 in a file, and goes with the mount namespace; bridges and rules go with the network namespace, processes with the PID
# namespace. The cgroup namespace keeps them below a group of the room's own.

set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin

# furnish DIRECTORY: makes the room from within its namespaces, with the hierarchies that stdin lists.
furnish() {
    room=$1
    if [ -e "$room/disk" ]; then
        mount -o loop "$room/disk" "$room" || return
    else
        mount -t tmpfs -o mode=755 engine-room "$room" || return
    fi
    mkdir "$room/lib" "$room/etc" "$room/work-lib" "$room/work-etc" "$room/tmp" "$room/home" || return
    chmod 1777 "$room/tmp"
    for place in etc:/etc lib:/var/lib; do
        mount -t overlay -o "lowerdir=${place#*:},upperdir=$room/${place%%:*},workdir=$room/work-${place%%:*}" \
            engine-room "${place#*:}" || return
    done
    # overlayfs takes no overlay as its upper directory.
    for engine in containerd containers docker slipway; do
        mkdir -p "$room/$engine" "/var/lib/$engine" && mount --bind "$room/$engine" "/var/lib/$engine" || return
    done
    mount -t tmpfs -o mode=755 engine-room /run && mkdir -m 755 /run/lock /run/user || return
    # World-usable, as udev makes them; not so everywhere.
    mkdir "$room/dev" && mknod -m 666 "$room/dev/tun" c 10 200 && mknod -m 666 "$room/dev/fuse" c 10 229 || return
    for node in net/tun fuse; do
        [ ! -e "/dev/$node" ] || mount --bind "$room/dev/${node##*/}" "/dev/$node" || return
    done
    mount -t sysfs engine-room /sys || return
    hierarchies || return
    ip link set lo up
}

# Mounts the hierarchies that stdin lists; their roots are then the room's own groups.
hierarchies() {
    listed=$(cat)
    case $listed in
    "cgroup2 "*) mount -t cgroup2 cgroup2 /sys/fs/cgroup; return ;;
    esac
    mount -t tmpfs -o mode=755 engine-room /sys/fs/cgroup || return
    printf '%s\n' "$listed" | while read -r type point controllers; do
        # Where v1 is there, engines use it alone; crun 1.8 refuses to see both.
        [ "$type" = cgroup ] || continue
        mkdir "/sys/fs/cgroup/${point##*/}" &&
            mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/${point##*/}" || exit
    done
}

# TYPE MOUNTPOINT OPTIONS for each hierarchy of the machine; v2 first only if it is alone. See proc(5).
find_hierarchies() {
    awk '{ for (i = 7; $i != "-"; i++); type = $(i + 1)
           if (type ~ /^cgroup2?$/ && $4 == "/" && !seen[$3]++) { sub(/^r[ow],/, "", $(i + 3)); print type, $5, $(i + 3) } }' \
        /proc/self/mountinfo | sort -k 1,1
}

# The start time of a process, which tells it from a later one with its number.
started() {
    read -r line <"/proc/$1/stat" || return
    set -- ${line##*) }
    echo "${20}"
}

make_groups() {
    while read -r type point controllers; do
        mkdir "$point/$group" || exit
        if [ -e "$point/cpuset.cpus" ] && [ "$type" = cgroup ]; then
            cat "$point/cpuset.cpus" >"$point/$group/cpuset.cpus" || exit
            cat "$point/cpuset.mems" >"$point/$group/cpuset.mems" || exit
        fi
        inner=$point/$group
        # v2: a group that gives controllers to its children has no processes of its own.
        if [ "$type" = cgroup2 ]; then
            inner=$point/$group/room
            mkdir "$inner" || exit
        fi
        echo "$point/$group/cgroup.procs $inner/cgroup.procs"
    done <"$directory/hierarchies" >"$directory/both" || return
    cut -d ' ' -f 2 "$directory/both" >"$directory/groups"
}

# Removes the groups once they are empty; what was killed may take a moment to go.
remove_groups() {
    for attempt in $(seq 100); do
        left=
        for point in $(cut -d ' ' -f 2 "$directory/hierarchies"); do
            [ -d "$point/$group" ] || continue
            find "$point/$group" -depth -type d -exec rmdir {} + 2>/dev/null || left="$left $point/$group"
        done
        [ -n "$left" ] || return 0
        sleep 0.1
    done
    echo "not removed:$left" >&2
    return 1
}

# enter DIRECTORY COMMAND...
enter() {
    room=$1
    shift
    while read -r group; do echo 0 >"$group" || exit; done <"$room/groups"
    exec nsenter --target "$(cat "$room/pid")" --mount --net --pid --ipc --cgroup -- \
        env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$room/home" TMPDIR="$room/tmp" SLIPWAY_ENGINE_ROOM="$room" "$@"
}

if [ "$1" = enter ]; then
    shift
    enter "$@"
elif [ "$1" = furnish ]; then
    furnish "$2" || exit
    echo >&3
    exec 3>&-
    # Process 1 must wait for the orphans of its namespace, and a shell that waits does.
    while :; do
        sleep 1000000 &
        wait
    done
fi

owner=$2 directory=$3 group=${3##*/}
born=$(started "$owner") || exit
trap '' HUP INT PIPE
ended=
trap 'ended=yes' TERM
exec 2>>"$directory/log"
if [ -n "${SLIPWAY_ROOM_ON_DISK:-}" ]; then
    truncate -s 8G "$directory/disk" && mkfs.ext4 -q -F "$directory/disk" || exit
fi
find_hierarchies >"$directory/hierarchies" && mkfifo "$directory/ready" || exit
make_groups || { remove_groups; exit 1; }
(
    exec 3>"$directory/ready"
    while read -r outer inner; do echo 0 >"$outer" || exit; done <"$directory/both"
    exec unshare --cgroup sh -c '
        while read -r outer inner; do [ "$outer" = "$inner" ] || echo 0 >"$inner" || exit; done <"$1/both"
        exec unshare --mount --net --pid --ipc --fork --kill-child --mount-proc --propagation private \
            env -i PATH="$PATH" LC_ALL=C sh "$0" furnish "$1"' "$0" "$directory"
) <"$directory/hierarchies" &
room=$!
ready=
if read -r line <"$directory/ready"; then
    ready=yes
    pgrep -P "$room" >"$directory/pid.new" && mv "$directory/pid.new" "$directory/pid"
    while [ -z "$ended" ] && kill -0 "$room" && [ "$(started "$owner")" = "$born" ]; do
        sleep 0.5 &
        wait "$!"
    done
fi
# Process 1 takes all others along, and unshare waits for it; if there is none yet, it goes with unshare.
kill -KILL "$(cat "$directory/pid")" || kill -KILL "$room"
wait "$room"
remove_groups && [ -n "$ready" ] && rm -rf "$directory"

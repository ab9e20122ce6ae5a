./slipway run -- sleep 1$$ &
until pid=$(pgrep -x -f "sleep 1$$"); do sleep 0.1; done
grep -E '^(Name|PPid|NSpid)' /proc/$pid/status
for kind in cgroup ipc mnt net pid time uts; do
    ours=$(readlink /proc/self/ns/$kind) theirs=$(readlink /proc/$pid/ns/$kind)
    if [ "$theirs" = "$ours" ]; then echo "$theirs is ours, too"
    else echo "$theirs is not ours"; fi
  done
kill -KILL $pid; wait $!; echo $?

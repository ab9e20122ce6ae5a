unshare -Ur --pid --fork --kill-child sleep 60 &
# hidden
until pgrep -P $! sleep >/dev/null; do sleep 0.1; done
pgrep -P $! | while read pid; do grep NSpid /proc/$pid/status; done
kill $!

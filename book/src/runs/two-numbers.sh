unshare -Ur --pid --fork --kill-child sleep 60 & sleep 0.2
pgrep -P $! | while read pid; do grep NSpid /proc/$pid/status; done
kill $!

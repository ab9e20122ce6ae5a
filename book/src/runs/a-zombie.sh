sh -c 'true & exec sleep 60' &
until ps -o state=,comm= --ppid $! | grep Z; do sleep 0.1; done
kill $!

./slipway run -- wc -c /proc/keys
# status: 1
./slipway run -- sh -c 'echo 100 > /proc/sys/kernel/pid_max'

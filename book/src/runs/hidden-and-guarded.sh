./slipway run -- wc -c /proc/keys
# status: 1
./slipway run -- sh -c 'echo 0 > /proc/sys/vm/swappiness'

exec 5< /etc/hostname
ls /proc/self/fd | grep 5
# status: 1
./slipway run -- ls /proc/self/fd | grep 5
./slipway run -- ls /proc/self/fd

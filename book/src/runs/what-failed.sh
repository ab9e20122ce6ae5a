# status: 127
./slipway run -- no-such-program
# status: 125
./slipway run --rootfs / --tmpfs /etc/passwd -- true

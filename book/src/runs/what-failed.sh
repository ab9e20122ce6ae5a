./slipway run -- no-such-program
./slipway run --rootfs / --tmpfs /etc/passwd -- true

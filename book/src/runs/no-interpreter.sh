# status: 127
./slipway run --rootfs /tmp/lab -- /ls
# hidden
rm -r /tmp/lab

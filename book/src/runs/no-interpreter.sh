# hidden
mkdir lab && cp /bin/ls lab/
# status: 127
./slipway run --rootfs lab -- /ls
# hidden
rm -r lab

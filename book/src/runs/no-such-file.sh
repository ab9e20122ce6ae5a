mkdir -p /tmp/lab && cp /bin/ls /tmp/lab/ls
ls -l /tmp/lab/ls | cut -c 1-10
# status: 127
unshare -Urm chroot /tmp/lab /ls
readelf -l /tmp/lab/ls | grep interpreter

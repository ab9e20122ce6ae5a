mkdir -p /tmp/lab && cp /bin/busybox /tmp/lab/
unshare -Urm chroot /tmp/lab /busybox ls -l /
# hidden
rm -r /tmp/lab

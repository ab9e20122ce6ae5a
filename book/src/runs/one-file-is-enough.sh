mkdir lab && cp /bin/busybox lab/
unshare -Urm chroot lab /busybox ls /
# hidden
rm -r lab

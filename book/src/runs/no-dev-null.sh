# hidden
mkdir lab && cp /bin/busybox lab/
# status: 1
unshare -Urm chroot lab /busybox sh -c 'echo waste > /dev/null'
mkdir lab/dev
unshare -Urm chroot lab /busybox sh -c 'echo waste > /dev/null'
cat lab/dev/null
# hidden
rm -r lab

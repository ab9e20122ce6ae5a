# hidden
mkdir -p /tmp/lab && cp /bin/busybox /tmp/lab/
# status: 1
unshare -Urm chroot /tmp/lab /busybox sh -c 'echo waste > /dev/null'
mkdir /tmp/lab/dev
unshare -Urm chroot /tmp/lab /busybox sh -c 'echo waste > /dev/null'
cat /tmp/lab/dev/null
# hidden
rm -r /tmp/lab

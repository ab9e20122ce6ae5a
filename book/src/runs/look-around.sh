# hidden
mkdir -p /tmp/lab && cp /bin/busybox /tmp/lab/
sleep 600 & victim=$!
unshare -Urm chroot /tmp/lab /busybox sh -c "
    hostname
    /busybox ip -o link | /busybox grep -o ' lo: .*UP>'
    kill -TERM $victim"
wait $victim; echo $?
# hidden
rm -r /tmp/lab

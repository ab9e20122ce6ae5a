# hidden
mkdir lab && cp /bin/busybox lab/
sleep 600 & victim=$!
unshare -Urm chroot lab /busybox sh -c "
    hostname
    /busybox ip -o link | /busybox grep -o ' lo: .*UP>'
    kill -TERM $victim"
wait $victim 2>/dev/null; echo $?
# hidden
rm -r lab

mkdir lab && cp /bin/ls lab/
ls lab
# status: 127
unshare -Urm chroot lab /ls
readelf -l lab/ls | grep interpreter
# hidden
rm -r lab

mkdir lab
unshare -Urm sh -c '
    mount -t tmpfs tmpfs lab; mkdir lab/one lab/two
    mount --make-shared lab
    unshare -m --propagation unchanged mount -t tmpfs tmpfs lab/one
    mount --make-private lab
    unshare -m --propagation unchanged mount -t tmpfs tmpfs lab/two
    grep -o "lab/[a-z]*" /proc/self/mountinfo'
rmdir lab

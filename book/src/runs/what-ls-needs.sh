readelf -d /bin/ls | grep NEEDED
ldd /bin/ls

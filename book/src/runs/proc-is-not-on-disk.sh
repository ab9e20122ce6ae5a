stat -f -c '%n is of type %T' /proc
stat -c '%n has %s bytes' /proc/version
wc -c < /proc/version

strace -qq -e trace=mkdir mkdir /tmp
strace -qq -e trace=mkdir mkdir /tmp/a/b
strace -qq -e trace=rmdir rmdir /dev/null

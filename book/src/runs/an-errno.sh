# hidden
mkdir -p /tmp/lab && touch /tmp/lab/note
# status: 1
strace -qq -e trace=mkdir mkdir /tmp
# status: 1
strace -qq -e trace=mkdir mkdir /tmp/a/b
# status: 1
strace -qq -e trace=rmdir rmdir /tmp/lab/note
# hidden
rm -r /tmp/lab

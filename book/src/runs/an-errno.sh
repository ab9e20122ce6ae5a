# hidden
mkdir lab && touch lab/note
# status: 1
strace -qq -e trace=mkdir mkdir /tmp
# status: 1
strace -qq -e trace=mkdir mkdir /tmp/a/b
# status: 1
strace -qq -e trace=rmdir rmdir lab/note
# hidden
rm -r lab

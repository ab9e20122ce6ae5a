unshare -Ur sh -c 'touch file; stat -c "inside: %u" file'
test $(stat -c %u file) = $(id -u) && echo "outside: mine"
# status: 1
unshare -Ur chown 1 file
rm file

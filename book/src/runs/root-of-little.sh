# status: 1
unshare -Ur hostname island
unshare -Ur --uts hostname island

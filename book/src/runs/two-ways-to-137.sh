strace -e trace=none sh -c 'exit 137'; echo "the shell says $?"
strace -e trace=none sh -c 'kill -KILL $$'; echo "the shell says $?"

# status: 2
unshare -Ur --pid sh -c 'echo $$; sh -c "echo \$\$"; sh -c "echo one more"'

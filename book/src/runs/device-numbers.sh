stat -c '%n is a %F with the numbers %t:%T' /dev/null /dev/zero /dev/tty

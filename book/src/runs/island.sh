unshare -Ur --uts sh -c 'hostname island; hostname; uname -r'
uname -nr

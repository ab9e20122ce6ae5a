# hidden
unshare -Ur --uts sh -c 'hostname island; touch ready; exec sleep 60' & island=$!
# hidden
until [ -e ready ]; do sleep 0.1; done; rm ready
exec 7</proc/$island/ns/user 8</proc/$island/ns/uts
kill $island
# hidden
wait $island 2>/dev/null || true
nsenter --preserve-credentials --user=/proc/$$/fd/7 --uts=/proc/$$/fd/8 hostname

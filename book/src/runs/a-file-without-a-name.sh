mkdir lab && echo 'I am still here' > lab/note
exec 5< lab/note
rm -r lab
readlink /proc/$$/fd/5
cat <&5

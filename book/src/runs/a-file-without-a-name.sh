mkdir /tmp/lab$$ && echo 'I am still here' > /tmp/lab$$/note
exec 5< /tmp/lab$$/note
rm -r /tmp/lab$$
readlink /proc/$$/fd/5
cat <&5

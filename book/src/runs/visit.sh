./slipway run -d --name box -- sleep 1000
./slipway exec box sh -c 'readlink /proc/1/ns/uts /proc/$$/ns/uts; grep PPid /proc/$$/status'
./slipway rm -f box

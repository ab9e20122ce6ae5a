./slipway run -d --name box -- sleep 1000
./slipway exec box sh -c 'for p in 1 $$; do readlink /proc/$p/ns/uts; done; grep PPid /proc/$$/status'
./slipway rm -f box

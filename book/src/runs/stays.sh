./slipway run -d --name counter -- sh -c 'echo one; echo two; exit 7'
./slipway wait counter
./slipway logs counter
./slipway ps -a
./slipway rm counter

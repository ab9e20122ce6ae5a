./slipway run --rootfs / --plan -- true | cut -c 1-110 |
    grep -E '^(clone3|newuidmap|newgidmap|write|set|unshare|mount|pivot_root|umount2|execve)'

package slipway.cgroups;

/** Numbers of bytes and microseconds, for people. */
final class Amount {
    private static final String[] UNITS = {" bytes", " KiB", " MiB", " GiB", " TiB"};

    private Amount() {}

    /** {@code 64 MiB}, {@code 1000 bytes}; nothing is rounded. */
    static String bytes(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value >= 1024 && value % 1024 == 0 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return value + UNITS[unit];
    }
}

package slipway.cli;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** What tells containers apart that nobody has named. */
final class FreshId {
    private static final int ID_BYTES = 6;

    private FreshId() {}

    /** Twelve hexadecimal digits, as docker's short ids. */
    static String make() {
        byte[] random = new byte[ID_BYTES];
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.GETRANDOM,
                        new Arg.Bytes(random, "id"),
                        Arg.num(ID_BYTES),
                        Arg.num(0)));
        StringBuilder id = new StringBuilder();
        for (byte b : random) {
            id.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return id.toString();
    }
}

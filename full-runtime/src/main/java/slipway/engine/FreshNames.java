package slipway.engine;

import java.nio.ByteBuffer;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** Names for containers whose makers gave them none, and fresh ids. */
public final class FreshNames {
    private static final int ID_BYTES = 32;

    private static final String[] HOW = {
        "amber", "brisk", "calm", "crisp", "deft", "eager", "fair", "gentle", "hardy", "jolly",
        "keen", "lively", "mellow", "nimble", "open", "patient", "quick", "quiet", "ready", "salty",
        "sleek", "steady", "stout", "sunny", "swift", "tidy", "trim", "upright", "vivid", "warm",
        "wide", "windy"
    };

    private static final String[] WHAT = {
        "anchor", "barge", "beacon", "berth", "bow", "buoy", "cargo", "clipper", "coaster", "deck",
        "dinghy", "dock", "ferry", "galley", "harbour", "helm", "hull", "jetty", "keel", "ketch",
        "lighter", "mast", "mooring", "oar", "pier", "pilot", "quay", "rudder", "sail", "schooner",
        "sloop", "tiller"
    };

    private FreshNames() {}

    /** Two words; with a number from the tenth attempt on. */
    static String next(int attempt) {
        long random = ByteBuffer.wrap(random(Long.BYTES)).getLong() >>> 1;
        String name =
                HOW[(int) (random % HOW.length)]
                        + "_"
                        + WHAT[(int) (random / HOW.length % WHAT.length)];
        return attempt < 10 ? name : name + "_" + random % 100_000;
    }

    /** 64 hexadecimal digits. */
    public static String id() {
        StringBuilder id = new StringBuilder();
        for (byte b : random(ID_BYTES)) {
            id.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return id.toString();
    }

    private static byte[] random(int count) {
        byte[] random = new byte[count];
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.GETRANDOM,
                        new Arg.Bytes(random, "random"),
                        Arg.num(count),
                        Arg.num(0)));
        return random;
    }
}

package slipway.linux;

import java.util.List;

/** {@code struct open_how} of openat2(2): flags, mode, resolve, 8 bytes each. */
public final class OpenHow {
    /** OPEN_HOW_SIZE_VER0. */
    public static final int SIZE = 24;

    private OpenHow() {}

    /** Looks a path up as if the directory given were the root. */
    public static Arg inRoot(long flags) {
        return of(flags, Constants.RESOLVE_IN_ROOT);
    }

    /**
     * @param resolve bits of {@code RESOLVE_*}
     */
    public static Arg of(long flags, long resolve) {
        return new Arg.Words(
                List.of(Arg.num(flags), Arg.num(0), Arg.num(resolve)),
                Shown.of(
                        "{flags=",
                        Arg.flag(flags, Family.OPEN),
                        ", resolve=",
                        Arg.flag(resolve, Family.RESOLVE),
                        "}"));
    }
}

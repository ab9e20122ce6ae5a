package slipway.lessons.ground;

import slipway.lessons.NotYet;
import slipway.linux.Call;

/** A C library that makes one call and no other: it makes it in the process that checks. */
final class OneCall implements LibC {
    private final LibC libc;
    private final Call only;

    OneCall(LibC libc, Call only) {
        this.libc = libc;
        this.only = only;
    }

    @Override
    public long call(Call call) {
        if (call.equals(only)) return libc.call(call);
        throw new NotYet("You were to make the call " + only + ". You made " + call + ".");
    }

    @Override
    public int errno() {
        return libc.errno();
    }

    @Override
    public void log(String text) {
        libc.log(text);
    }
}

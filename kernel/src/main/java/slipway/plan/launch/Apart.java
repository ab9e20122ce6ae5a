package slipway.plan.launch;

import static slipway.linux.Constants.SIG_SETMASK;

import java.util.Arrays;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/** How a program of our own begins that must still be there when we are not. */
final class Apart {
    private Apart() {}

    /** Away from every signal, from the terminal, and from the folder that it was started in. */
    static Plan plan() {
        byte[] all = new byte[8];
        Arrays.fill(all, (byte) 0xff);
        return Plan.of(
                Step.call(
                        "block every signal",
                        Call.of(
                                Syscall.RT_SIGPROCMASK,
                                Arg.flag(SIG_SETMASK, Family.SIG_HOW),
                                new Arg.Bytes(all, "~[]"),
                                Arg.NULL,
                                Arg.num(8))),
                Step.call("leave the session", Call.of(Syscall.SETSID)),
                Step.call("hold no folder busy", Call.of(Syscall.CHDIR, Arg.text("/"))));
    }
}

package slipway.plan;

import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.ForPeople;
import slipway.linux.SyscallException;

/** A step of a plan could not be done: which one, which call, which errno, and what to try. */
public final class StepFailed extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private final transient Step step;
    private final transient Call call;
    private final Errno errno;

    public StepFailed(Step step, Call call, Errno errno) {
        this.step = step;
        this.call = call;
        this.errno = errno;
    }

    /** Made when it is asked for, as that of {@link SyscallException}: many steps tolerate a no. */
    @Override
    public String getMessage() {
        return "could not " + step.why() + ": " + new SyscallException(call, errno).getMessage();
    }

    public Step step() {
        return step;
    }

    public Call call() {
        return call;
    }

    public Errno errno() {
        return errno;
    }
}

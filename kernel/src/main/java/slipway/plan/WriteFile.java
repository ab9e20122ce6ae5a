package slipway.plan;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.charset.StandardCharsets;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;

/**
 * Writes to a file of the kernel's, in one write as those files demand. The file must exist.
 *
 * <p>In a host plan path and text may contain {@code $pid}, the number of the child being started.
 */
public record WriteFile(String path, String text, String why) implements Step {
    /** Not a name that a plan would give to a result of its own. */
    public static final String FD = "file being written";

    /**
     * The three calls: open, write, close. The second and third refer to the first by the name
     * {@link #FD}.
     */
    public List<Call> calls() {
        return List.of(
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(O_WRONLY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0)),
                Call.of(
                        Syscall.WRITE,
                        Arg.result(FD),
                        Arg.text(text),
                        Arg.num(text.getBytes(StandardCharsets.UTF_8).length)),
                Call.of(Syscall.CLOSE, Arg.result(FD)));
    }

    @Override
    public List<String> shown() {
        return List.of("write(\"" + path + "\", " + Arg.quote(text) + ")");
    }

    @Override
    public String manual() {
        return "write(2)";
    }
}

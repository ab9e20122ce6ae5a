package slipway.lessons.shell;

import java.util.List;
import java.util.Optional;
import slipway.linux.Errno;

/**
 * What a program did in its world.
 *
 * @param out what it wrote, its standard output and error together
 * @param end {@code exit 0} or {@code killed by SIGKILL}; what was refused, if it never ran
 * @param code as a shell has it: 128 and the signal if one ended it; -1 if it never ran
 * @param refused why the kernel did not let it begin
 */
public record Seen(String out, String end, int code, Optional<Errno> refused) {
    /** The lines that it wrote. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** The first line that it wrote, without blanks around it. */
    public String first() {
        return out.lines().findFirst().orElse("").strip();
    }

    public boolean contains(String text) {
        return out.contains(text);
    }

    public boolean was(Errno errno) {
        return refused.isPresent() && refused.get() == errno;
    }
}

package slipway.cli;

import java.util.List;
import slipway.runtime.RunAs;

/** The value of {@code --user}. */
final class UserOption {
    private UserOption() {}

    /** {@code UID[:GID]}. */
    static RunAs of(String text) {
        String[] parts = VolumeOption.split(text, ':');
        try {
            long uid = Long.parseLong(parts[0]);
            long gid = parts.length > 1 ? Long.parseLong(parts[1]) : 0;
            return new RunAs(uid, gid, List.of());
        } catch (NumberFormatException e) {
            throw new UsageError("--user " + text + " is not understood", "UID or UID:GID");
        }
    }
}

package slipway.jail;

import java.nio.file.Path;
import java.util.Map;
import slipway.linux.ForPeople;

/** Where Slipway keeps what outlives a container. Pure: it makes nothing. */
public final class DataDirectory {
    /** Another place, for all that slipway keeps. */
    public static final String OWN = "SLIPWAY_DATA";

    private static final String ROOTS = "/var/lib/slipway";

    private DataDirectory() {}

    /**
     * {@code /var/lib/slipway} for root; for others {@code $XDG_DATA_HOME/slipway} or {@code
     * ~/.local/share/slipway}; for everybody {@code $SLIPWAY_DATA}, if it is set. As the XDG rules
     * say, a value that is no absolute path is ignored.
     *
     * @param uid the effective user id
     * @param environment of this process
     * @throws NoHome if neither variable says where
     */
    public static Path of(long uid, Map<String, String> environment) {
        String own = environment.get(OWN);
        if (own != null && own.startsWith("/")) return Path.of(own);
        if (uid == 0) return Path.of(ROOTS);
        String data = environment.get("XDG_DATA_HOME");
        if (data != null && data.startsWith("/")) return Path.of(data, "slipway");
        String home = environment.get("HOME");
        if (home != null && home.startsWith("/")) return Path.of(home, ".local/share/slipway");
        throw new NoHome(uid);
    }

    /** An ordinary user without a place for data. */
    public static final class NoHome extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        NoHome(long uid) {
            super(
                    "there is no place for the data of user "
                            + uid
                            + ": HOME is not set to an absolute path. Try: export HOME=, or"
                            + " XDG_DATA_HOME=, and a directory that this user may write to");
        }
    }
}

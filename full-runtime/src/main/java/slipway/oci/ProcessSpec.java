package slipway.oci;

import java.util.List;
import java.util.Optional;
import slipway.linux.CapabilitySet;
import slipway.linux.WindowSize;

/**
 * The first process of a container.
 *
 * @param args the program and its arguments; at least one word
 * @param environment {@code NAME=value}, complete
 * @param cwd absolute, inside
 * @param terminalSize of the terminal, if it has one
 * @param capabilities empty where nothing is said of them: then it has none
 * @param oomScoreAdj empty to leave it as it is
 */
public record ProcessSpec(
        List<String> args,
        List<String> environment,
        String cwd,
        User user,
        boolean terminal,
        Optional<WindowSize> terminalSize,
        Capabilities capabilities,
        List<Rlimit> rlimits,
        boolean noNewPrivileges,
        Optional<Integer> oomScoreAdj) {
    private static final int OOM_LIMIT = 1000;

    public ProcessSpec {
        args = List.copyOf(args);
        environment = List.copyOf(environment);
        rlimits = List.copyOf(rlimits);
        if (args.isEmpty()) throw new InvalidSpec("process.args", "empty", "a program to run");
        for (int i = 0; i < args.size(); i++) Check.noNul("process.args[" + i + "]", args.get(i));
        Check.variables("process.env", environment);
        Check.absolute("process.cwd", cwd);
        if (oomScoreAdj.isPresent() && Math.abs(oomScoreAdj.get()) > OOM_LIMIT) {
            throw new InvalidSpec("process.oomScoreAdj", "" + oomScoreAdj.get(), "-1000 to 1000");
        }
    }

    /** The value of PATH that the program is looked up with. */
    public String path() {
        for (String variable : environment) {
            if (variable.startsWith("PATH=")) return variable.substring("PATH=".length());
        }
        return "";
    }

    /**
     * Who it is, in ids of the container.
     *
     * @param groups supplementary ones
     * @param umask of new files
     */
    public record User(long uid, long gid, List<Long> groups, int umask) {
        private static final int ALL = 0777;

        public User {
            groups = List.copyOf(groups);
            Check.id("process.user.uid", uid);
            Check.id("process.user.gid", gid);
            for (int i = 0; i < groups.size(); i++) {
                Check.id("process.user.additionalGids[" + i + "]", groups.get(i));
            }
            if (umask < 0 || umask > ALL) {
                throw new InvalidSpec("process.user.umask", "" + umask, "0 to 511 (octal 777)");
            }
        }
    }

    /**
     * The five sets of capabilities(7).
     *
     * @param unknown names that this version does not know, which cannot be granted
     */
    public record Capabilities(
            CapabilitySet bounding,
            CapabilitySet effective,
            CapabilitySet inheritable,
            CapabilitySet permitted,
            CapabilitySet ambient,
            List<String> unknown) {
        public static final Capabilities NONE =
                new Capabilities(
                        CapabilitySet.NONE,
                        CapabilitySet.NONE,
                        CapabilitySet.NONE,
                        CapabilitySet.NONE,
                        CapabilitySet.NONE,
                        List.of());

        public Capabilities {
            unknown = List.copyOf(unknown);
        }
    }

    /**
     * A limit of prlimit(2).
     *
     * @param number {@code RLIMIT_*}
     * @param soft as 64 bits without sign
     * @param hard as 64 bits without sign
     */
    public record Rlimit(String type, int number, long soft, long hard) {
        public Rlimit {
            if (Long.compareUnsigned(soft, hard) > 0) {
                throw new InvalidSpec(
                        "process.rlimits of " + type,
                        "soft " + Long.toUnsignedString(soft),
                        "the hard limit of " + Long.toUnsignedString(hard) + " at most");
            }
        }
    }
}

package slipway.plan.launch;

import java.util.List;

/**
 * What is left to do when a container has ended that was handed over; see {@link HandOver}.
 *
 * @param groups directories of control groups to be removed
 * @param finisher a program, its arguments and its environment, that does what takes more than a
 *     few system calls; it gets the exit status as three digits in place of the argument {@link
 *     #STATUS}, and ends with it
 * @param always whether the finisher is needed in any case; else only if a group does not go
 */
public record Farewell(List<String> groups, Finisher finisher, boolean always) {
    /** Stands for the exit status among the arguments. */
    public static final String STATUS = "000";

    /** Nothing. */
    public static final Farewell NONE =
            new Farewell(List.of(), new Finisher("", List.of(), List.of()), false);

    public Farewell {
        groups = List.copyOf(groups);
    }

    /** A command line, word for word. */
    public record Finisher(String program, List<byte[]> argv, List<byte[]> environment) {
        public Finisher {
            argv = List.copyOf(argv);
            environment = List.copyOf(environment);
        }
    }
}

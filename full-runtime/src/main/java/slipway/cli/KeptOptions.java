package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import slipway.engine.RestartPolicy;

/** The options of {@code run} and {@code create} that are about containers that stay. */
final class KeptOptions {
    private static final int STOP_SECONDS = 10;
    private static final int MOST_REPLICAS = 10_000;
    private static final long LOG_MOST = 16L << 20;
    private static final long LEAST_LOG = 64L << 10;

    private boolean detached;
    private boolean remove;
    private String name = "";
    private String restart = "no";
    private int stopSeconds = STOP_SECONDS;
    private int replicas;
    private long logMost = LOG_MOST;
    private final List<String> labels = new ArrayList<>();
    private String needsDetached = "";

    static boolean isOne(String option) {
        switch (option) {
            case "-d":
            case "--detach":
            case "--rm":
            case "--name":
            case "--restart":
            case "--stop-timeout":
            case "-l":
            case "--label":
            case "--replicas":
            case "--log-max":
                return true;
            default:
                return false;
        }
    }

    static boolean isFlag(String option) {
        return option.equals("-d") || option.equals("--detach") || option.equals("--rm");
    }

    void set(String option, String value) {
        switch (option) {
            case "-d":
            case "--detach":
                detached = true;
                return;
            case "--rm":
                remove = true;
                return;
            case "--name":
                name = value;
                break;
            case "--restart":
                restart = value;
                break;
            case "--stop-timeout":
                stopSeconds = number(option, value, -1, Integer.MAX_VALUE);
                return;
            case "--replicas":
                replicas = number(option, value, 1, MOST_REPLICAS);
                break;
            case "--log-max":
                logMost = Math.max(LEAST_LOG, LimitOptions.bytes(option, value));
                break;
            default:
                if (value.startsWith("=") || value.isEmpty()) {
                    throw new UsageError(option + " has no name", "--label key=value");
                }
                labels.add(value.indexOf('=') < 0 ? value + "=" : value);
                break;
        }
        if (needsDetached.isEmpty()) needsDetached = option;
    }

    static int number(String option, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            throw new UsageError(option + " " + value + " is no number", option + " 10");
        }
        throw new UsageError(
                option + " " + value + " is out of range", "a number from " + least + " on");
    }

    boolean detached() {
        return detached;
    }

    /** Which of them was given that means nothing to a container that ends with its command. */
    String needsDetached() {
        return needsDetached;
    }

    boolean remove() {
        return remove;
    }

    /** Empty if none was given. */
    String name() {
        return name;
    }

    RestartPolicy restart() {
        RestartPolicy policy = RestartPolicy.parse(restart);
        if (remove && policy.kind() != RestartPolicy.Kind.NO) {
            throw new UsageError("--rm and --restart contradict each other", "one of the two");
        }
        return policy;
    }

    int stopSeconds() {
        return stopSeconds;
    }

    /** How many to make; 0 where it was not said, which is one without a number in its name. */
    int replicas() {
        return replicas;
    }

    long logMost() {
        return logMost;
    }

    List<String> labels() {
        return labels;
    }
}

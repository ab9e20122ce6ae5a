package slipway.cli;

import java.util.OptionalLong;
import slipway.cgroups.InvalidLimit;
import slipway.cgroups.Limits;

/** The options of {@code run} that limit something, with docker's meanings: 0 is not set. */
final class LimitOptions {
    private static final long PERIOD_MICROS = 100_000;
    private static final String UNITS = "bkmgt";

    /** What the limits call a property, and what our options do. */
    private static final String[][] NAMES = {
        {"memory.limit", "--memory"},
        {"memory.swap", "--memory-swap"},
        {"memory.reservation", "--memory-reservation"},
        {"cpu.shares", "--cpu-shares"},
        {"cpu.quota", "--cpu-quota"},
        {"cpu.period", "--cpu-period"},
        {"cpu.cpus", "--cpuset-cpus"},
        {"cpu.mems", "--cpuset-mems"},
    };

    private long memory;
    private long swap;
    private long reservation;
    private long pids;
    private long shares;
    private long quota;
    private long period;
    private boolean cpus;
    private String cpusetCpus = "";
    private String cpusetMems = "";

    static boolean isOne(String option) {
        switch (option) {
            case "-m":
            case "--memory":
            case "--memory-swap":
            case "--memory-reservation":
            case "--pids-limit":
            case "--cpus":
            case "--cpu-shares":
            case "--cpu-quota":
            case "--cpu-period":
            case "--cpuset-cpus":
            case "--cpuset-mems":
                return true;
            default:
                return false;
        }
    }

    void set(String option, String value) {
        switch (option) {
            case "-m":
            case "--memory":
                memory = bytes(option, value);
                break;
            case "--memory-swap":
                swap = value.equals("-1") ? -1 : bytes(option, value);
                break;
            case "--memory-reservation":
                reservation = bytes(option, value);
                break;
            case "--pids-limit":
                pids = Math.max(0, number(option, value)); // -1 is no limit, as 0 is
                break;
            case "--cpus":
                quota = cpus(value);
                cpus = true;
                break;
            case "--cpu-shares":
                shares = number(option, value);
                break;
            case "--cpu-quota":
                quota = number(option, value);
                break;
            case "--cpu-period":
                period = number(option, value);
                break;
            case "--cpuset-cpus":
                cpusetCpus = value;
                break;
            default:
                cpusetMems = value;
        }
        if (cpus && (period != 0 || option.equals("--cpu-quota"))) {
            throw new UsageError(
                    "--cpus sets the quota and the period, and so does " + option,
                    "--cpus alone, or --cpu-quota with --cpu-period");
        }
    }

    /** All of them together. */
    Limits limits() {
        try {
            return Limits.NONE
                    .withMemory(ifSet(memory), ifSet(swap), ifSet(reservation))
                    .withCpu(ifSet(shares), ifSet(quota), ifSet(period))
                    .withPids(ifSet(pids))
                    .withCpuset(cpusetCpus, cpusetMems);
        } catch (InvalidLimit e) {
            throw new UsageError(
                    option(e.property()) + " is " + e.is() + "; expected " + option(e.expected()),
                    "slipway help run");
        }
    }

    private static String option(String text) {
        String told = text;
        for (String[] name : NAMES) told = told.replace(name[0], name[1]);
        return told;
    }

    private static OptionalLong ifSet(long value) {
        return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static long number(String option, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrong(option, value, option + " 100");
        }
    }

    /** {@code 64m}, {@code 1.5g}, {@code 512KiB}: powers of 1024. */
    static long bytes(String option, String value) {
        String advice = option + " 64m: a number, then b, k, m, g or t";
        int end = digits(value, 0);
        int unit = end;
        if (unit < value.length() && value.charAt(unit) == '.') unit = digits(value, unit + 1);
        if (end == 0 || end > 15 || unit - end > 10) throw wrong(option, value, advice);
        int power = 0;
        if (unit < value.length()) {
            power = UNITS.indexOf(Character.toLowerCase(value.charAt(unit)));
            String rest = value.substring(unit + 1);
            boolean byteName =
                    rest.isEmpty()
                            || power > 0
                                    && (rest.equalsIgnoreCase("b") || rest.equalsIgnoreCase("ib"));
            if (power < 0 || !byteName) throw wrong(option, value, advice);
        }
        String number = value.substring(0, unit);
        // Most are whole, and to read a fraction costs a cold JVM a millisecond.
        double count = unit == end ? Long.parseLong(number) : Double.parseDouble(number);
        double bytes = count * (1L << 10 * power);
        if (bytes > Long.MAX_VALUE / 2) throw wrong(option, value, advice);
        return (long) bytes;
    }

    /** {@code 1.5} processors, as time in every period of 100 ms. */
    private static long cpus(String value) {
        int end = digits(value, 0);
        if (end < value.length() && value.charAt(end) == '.') end = digits(value, end + 1);
        if (value.isEmpty() || value.equals(".") || end != value.length() || end > 9) {
            throw wrong("--cpus", value, "--cpus 1.5");
        }
        long micros = Math.round(Double.parseDouble(value) * PERIOD_MICROS);
        if (micros > 0 && micros < 1000) {
            throw new UsageError("--cpus " + value + " is too little", "--cpus 0.01 or more");
        }
        return micros;
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
        return end;
    }

    private static UsageError wrong(String option, String value, String advice) {
        return new UsageError(option + " " + value + " is not understood", advice);
    }
}

package slipway.cli;

/** Signals as people and engines write them: {@code 15}, {@code TERM}, {@code SIGTERM}. */
final class SignalName {
    private static final int LAST = 64;
    private static final int RTMIN = 34;

    /** By number from 1 on, on x86-64 and aarch64; signal(7). */
    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
    };

    private SignalName() {}

    /**
     * @throws UsageError if no signal is named so
     */
    static int number(String text) {
        String name = text.toUpperCase(java.util.Locale.ROOT);
        if (name.startsWith("SIG")) name = name.substring("SIG".length());
        for (int i = 0; i < NAMES.length; i++) if (NAMES[i].equals(name)) return i + 1;
        if (name.equals("RTMIN")) return RTMIN;
        if (name.equals("RTMAX")) return LAST;
        try {
            if (name.startsWith("RTMIN+"))
                return inRange(RTMIN + Integer.parseInt(name, 6, name.length(), 10), text);
            if (name.startsWith("RTMAX-"))
                return inRange(LAST - Integer.parseInt(name, 6, name.length(), 10), text);
            return inRange(Integer.parseInt(name), text);
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
    }

    private static int inRange(int number, String text) {
        if (number < 0 || number > LAST) throw unknown(text);
        return number;
    }

    private static UsageError unknown(String text) {
        return new UsageError("no signal is named '" + text + "'", "kill -l, for all names");
    }
}

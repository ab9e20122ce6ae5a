package slipway.lessons.desk;

import java.util.ArrayList;
import java.util.List;

/** How this Java is started once more, small and soon, with the classes that we have. */
public final class JavaCommand {
    private static final String MEMORY = "-Xmx96m";

    private JavaCommand() {}

    public static List<String> of(Class<?> main, List<String> words) {
        List<String> argv = new ArrayList<>();
        argv.add(System.getProperty("java.home") + "/bin/java");
        argv.addAll(List.of(MEMORY, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        argv.addAll(List.of("-XX:-UsePerfData", "-XX:-MaxFDLimit", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) argv.add("--enable-native-access=ALL-UNNAMED");
        for (String property : List.of("slipway.native", "slipway.home", "slipway.app")) {
            String value = System.getProperty(property);
            if (value != null) argv.add("-D" + property + "=" + value);
        }
        argv.add("-cp");
        argv.add(System.getProperty("java.class.path", ""));
        argv.add(main.getName());
        argv.addAll(words);
        return argv;
    }
}

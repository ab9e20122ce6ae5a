package slipway.jail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.testkit.Run;

/**
 * Runs a main class in a JVM of its own, for which modes count: without the capabilities by which
 * root passes them over. It stays user 0, who alone may read root's jars.
 */
final class OrdinaryUser {
    private OrdinaryUser() {}

    /** Returns what it prints. */
    static String call(String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        if (Run.output("id", "-u").equals("0")) {
            command.addAll(List.of("setpriv", "--inh-caps=-all"));
            command.add("--bounding-set=-dac_override,-dac_read_search,-fowner");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return Run.program(command).result().succeeded().stdout();
    }
}

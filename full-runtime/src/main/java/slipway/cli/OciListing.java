package slipway.cli;

import java.util.List;
import slipway.runtime.lifecycle.Containers;
import slipway.runtime.lifecycle.Members;
import slipway.runtime.lifecycle.Rfc3339;
import slipway.runtime.lifecycle.StateJson;

/** {@code oci list} and {@code oci ps}. */
final class OciListing {
    private OciListing() {}

    static void print(Containers containers, OciOptions options) {
        boolean quiet = false;
        boolean json = false;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            switch (option) {
                case "--quiet":
                case "-q":
                    quiet = true;
                    break;
                case "--format":
                case "-f":
                    json = isJson(options.value());
                    break;
                default:
                    throw OciOptions.unknown("list", option);
            }
        }
        options.end();
        List<Containers.Seen> all = containers.all();
        if (quiet) for (Containers.Seen each : all) System.out.println(each.state().id());
        else if (json) System.out.println(json(all));
        else table(all);
    }

    private static boolean isJson(String format) {
        if (format.equals("json")) return true;
        if (format.equals("table")) return false;
        throw new UsageError("--format is '" + format + "'", "--format json, or table");
    }

    private static String json(List<Containers.Seen> all) {
        StringBuilder text = new StringBuilder("[");
        for (Containers.Seen each : all) {
            if (text.length() > 1) text.append(',');
            text.append(StateJson.of(each.state(), each.status(), each.pid()));
        }
        return text.append(']').toString();
    }

    private static void table(List<Containers.Seen> all) {
        int width = "ID".length();
        int bundles = "BUNDLE".length();
        for (Containers.Seen each : all) {
            width = Math.max(width, each.state().id().length());
            bundles = Math.max(bundles, each.state().bundle().length());
        }
        line(width, bundles, "ID", "PID", "STATUS", "BUNDLE", "CREATED");
        for (Containers.Seen each : all) {
            line(
                    width,
                    bundles,
                    each.state().id(),
                    "" + each.pid(),
                    each.status().word(),
                    each.state().bundle(),
                    Rfc3339.of(each.state().createdMillis()));
        }
    }

    private static void line(
            int width,
            int bundles,
            String id,
            String pid,
            String status,
            String bundle,
            String at) {
        System.out.println(
                padded(id, width + 2)
                        + padded(pid, 10)
                        + padded(status, 10)
                        + padded(bundle, bundles + 2)
                        + at);
    }

    private static String padded(String text, int width) {
        StringBuilder padded = new StringBuilder(text);
        while (padded.length() < width) padded.append(' ');
        return padded.toString();
    }

    static void printProcesses(Containers containers, OciOptions options) {
        boolean json = false;
        for (String option = options.option(); !option.isEmpty(); option = options.option()) {
            if (!option.equals("--format") && !option.equals("-f")) {
                throw OciOptions.unknown("ps", option);
            }
            json = isJson(options.value());
        }
        List<Integer> pids = Members.of(containers.see(options.word("the container's id")).state());
        options.end();
        if (json) System.out.println(pids.toString().replace(" ", ""));
        else {
            System.out.println("PID");
            for (int pid : pids) System.out.println(pid);
        }
    }
}

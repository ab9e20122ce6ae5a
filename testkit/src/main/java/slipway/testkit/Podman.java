package slipway.testkit;

/** Tells podman how to work in a room: containers.conf(5). */
final class Podman {
    private Podman() {}

    static void configure(EngineRoom room) {
        // It asks for more than what root may have where CAP_SYS_RESOURCE is missing.
        String files = hardLimit(room, "--nofile");
        String processes = hardLimit(room, "--nproc");
        String text =
                """
                [engine]
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                [network]
                network_backend = "netavark"
                [containers]
                log_driver = "k8s-file"
                default_ulimits = ["nofile=FILES:FILES", "nproc=PROCESSES:PROCESSES"]
                """
                        .replace("FILES", files)
                        .replace("PROCESSES", processes);
        Engines.write(room, text, "/etc/containers/containers.conf");
    }

    private static String hardLimit(EngineRoom room, String limit) {
        String hard = room.output("prlimit", limit, "--raw", "--noheadings", "--output=HARD");
        return hard.equals("unlimited") ? "-1" : hard;
    }
}

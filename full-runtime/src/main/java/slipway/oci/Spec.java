package slipway.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container, as {@code config.json} describes it.
 *
 * @param process what it runs; a container without one can be created, and not started
 * @param hostname empty for the one that it finds
 * @param domainname empty for the one that it finds
 * @param mounts in the order in which they are made
 * @param annotations in the order of the file
 */
public record Spec(
        String ociVersion,
        Optional<ProcessSpec> process,
        Root root,
        String hostname,
        String domainname,
        List<MountSpec> mounts,
        Hooks hooks,
        Map<String, String> annotations,
        LinuxSpec linux) {
    public Spec {
        mounts = List.copyOf(mounts);
        if (!ociVersion.startsWith("1.")) {
            throw new InvalidSpec("ociVersion", "'" + ociVersion + "'", "1.x.y");
        }
        Check.hostname("hostname", hostname);
        Check.hostname("domainname", domainname);
        boolean ownUts = linux.makesOrJoins("uts");
        if (!hostname.isEmpty() && !ownUts) {
            throw new InvalidSpec(
                    "hostname",
                    "'" + hostname + "' without a uts namespace",
                    "one in" + " linux.namespaces; the name would be the host's");
        }
        if (!domainname.isEmpty() && !ownUts) {
            throw new InvalidSpec(
                    "domainname",
                    "'" + domainname + "' without a uts namespace",
                    "one in linux.namespaces; the name would be the host's");
        }
    }

    /**
     * The root file system.
     *
     * @param path absolute, or relative to the bundle
     */
    public record Root(String path, boolean readOnly) {
        public Root {
            Check.text("root.path", path);
        }
    }
}

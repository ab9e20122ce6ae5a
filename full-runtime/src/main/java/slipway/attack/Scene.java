package slipway.attack;

import java.nio.file.Path;

/**
 * What the attackers find.
 *
 * @param jail absolute path of the empty folder that becomes the root
 * @param outside absolute path of the folder that the jail is in; attackers may litter it
 * @param secret absolute path of a file outside of it
 * @param victim pid of a process of the host that nobody would miss
 * @param socket name of an abstract UNIX socket that listens on the host
 * @param hostname the host's name; an attack sets it to what it is already
 * @param oldRoot where in the jail the old root may be
 */
record Scene(
        String jail,
        String outside,
        String secret,
        int victim,
        String socket,
        String hostname,
        String oldRoot) {
    /** The same, with the jail in another folder. */
    Scene in(Path folder) {
        String jail = folder.resolve("jail").toString();
        return new Scene(jail, folder.toString(), secret, victim, socket, hostname, oldRoot);
    }

    /** The same, with the old root looked for elsewhere. */
    Scene withOldRoot(String path) {
        return new Scene(jail, outside, secret, victim, socket, hostname, path);
    }

    /** The descriptor of the host's root that early jails leave open. */
    static final int LEAKED = 5;

    /** The descriptor on which an attacker tells the secret. */
    static final int LOOT = 1;
}

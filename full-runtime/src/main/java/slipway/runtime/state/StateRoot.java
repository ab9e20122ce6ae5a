package slipway.runtime.state;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.runtime.UserNamespace;

/** The directory that has one directory for each container. */
public final class StateRoot {
    private static final int LONGEST = 1024;
    private static final int OURS_ALONE = 0700;
    private static final int SEARCHABLE = 0711;

    private final String path;

    /**
     * @param path absolute
     */
    public StateRoot(String path) {
        this.path = path;
    }

    /**
     * Where it is if nobody says otherwise: in a place that is empty after a boot. Whoever is root
     * in a user namespace only, as below podman of an ordinary user, has that user's place.
     */
    public static StateRoot usual() {
        long uid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        if (uid == 0 && UserNamespace.isFirst()) return new StateRoot("/run/slipway/oci");
        // Not asked for before: reading the environment takes a cold JVM a millisecond.
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && runtime.startsWith("/"))
            return new StateRoot(runtime + "/slipway/oci");
        return new StateRoot("/run/user/" + uid + "/slipway/oci");
    }

    public String path() {
        return path;
    }

    /**
     * A new container, locked until it is closed.
     *
     * @throws ContainerProblem if there is one of that name
     */
    public StateDirectory make(String id) {
        check(id);
        makeFolders();
        String directory = path + "/" + id;
        try {
            mkdir(directory, SEARCHABLE);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EEXIST) throw ContainerProblem.exists(id);
            throw e;
        }
        return lock(id);
    }

    /**
     * One that is there, locked until it is closed: who has it locked is waited for.
     *
     * @throws ContainerProblem if there is none
     */
    public StateDirectory lock(String id) {
        StateDirectory directory = find(id);
        directory.lock();
        return directory;
    }

    /**
     * One that is there, without a lock: to be looked at.
     *
     * @throws ContainerProblem if there is none
     */
    public StateDirectory find(String id) {
        check(id);
        String directory = path + "/" + id;
        try {
            return new StateDirectory(id, directory, Fd.open(directory, O_RDONLY | O_DIRECTORY, 0));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) throw ContainerProblem.missing(id, path);
            throw e;
        }
    }

    /** The names of all containers, in order. */
    public List<String> ids() {
        String[] names = new File(path).list();
        if (names == null) return List.of();
        Arrays.sort(names);
        List<String> ids = new ArrayList<>();
        for (String name : names) if (isId(name)) ids.add(name);
        return ids;
    }

    private static void check(String id) {
        if (!isId(id)) throw ContainerProblem.badId(id);
    }

    private static boolean isId(String id) {
        if (id.isEmpty() || id.length() > LONGEST || id.equals(".") || id.equals("..")) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && "_+-.".indexOf(c) < 0) return false;
        }
        return true;
    }

    private void makeFolders() {
        if (new File(path).isDirectory()) return;
        for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
            makeFolder(path.substring(0, end), SEARCHABLE);
        }
        makeFolder(path, OURS_ALONE);
    }

    private static void makeFolder(String folder, int mode) {
        try {
            mkdir(folder, mode);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) throw e;
        }
    }

    private static void mkdir(String folder, int mode) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.MKDIRAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(folder),
                        Arg.mode(mode)));
    }
}

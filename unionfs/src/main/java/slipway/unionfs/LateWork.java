package slipway.unionfs;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Kernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;

/**
 * What an ordinary user cannot do to a layer's files from outside: give them to subordinate ids,
 * and with that give back the modes that a new owner takes away; and file capabilities. It is done
 * by somebody who is root in the user namespace of the user's containers.
 */
public final class LateWork {
    static final String CAPABILITY = "security.capability";

    private final List<Item> items = new ArrayList<>();

    /**
     * @param uid -1 if the owner stays
     * @param mode -1 if the mode stays
     */
    private record Item(
            LayerName name, long uid, long gid, int mode, Optional<byte[]> capability) {}

    LateWork() {}

    void add(LayerName name, long uid, long gid, int mode, Optional<byte[]> capability) {
        items.add(new Item(name, uid, gid, mode, capability));
    }

    public boolean isNothing() {
        return items.isEmpty();
    }

    /**
     * Does it.
     *
     * @param kernel of a process in that namespace
     * @param tree the root of the layer, as an absolute path
     */
    public void doneBy(Kernel kernel, Path tree) {
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(tree.toString()),
                        Arg.flag(O_PATH | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        int root = (int) kernel.call(open);
        try (TreeWriter writer = new TreeWriter(kernel, root)) {
            for (Item item : items) apply(writer, item);
        } finally {
            kernel.call(Call.of(Syscall.CLOSE, Arg.num(root)));
        }
    }

    private static void give(TreeWriter writer, Item item) {
        try {
            writer.owner(item.name(), item.uid(), item.gid());
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) throw e;
            throw new BadArchive(
                    RawName.shown(item.name().path())
                            + " belongs to "
                            + item.uid()
                            + ":"
                            + item.gid()
                            + ", and /etc/subuid and /etc/subgid do not give you so many ids",
                    "usermod --add-subuids FIRST-LAST --add-subgids FIRST-LAST YOU");
        }
    }

    private static void apply(TreeWriter writer, Item item) {
        if (item.uid() >= 0) give(writer, item);
        if (item.mode() >= 0) writer.mode(item.name(), item.mode());
        if (item.capability().isPresent()) {
            writer.attribute(item.name(), CAPABILITY, item.capability().get());
        }
    }
}

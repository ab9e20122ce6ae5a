package slipway.lessons.desk;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The process of the learner's class: {@code DeskMain CLASSES CLASS PACKAGE…}. Questions come by
 * descriptor 3, answers go by 4; what the class prints goes elsewhere.
 */
public final class DeskMain {
    static final int QUESTIONS = 3;
    static final int ANSWERS = 4;

    private DeskMain() {}

    public static void main(String[] words) throws IOException {
        Visible visible = new Visible(Set.of(words[2].split(",")));
        ClassLoader kit = DeskMain.class.getClassLoader();
        try (InputStream in = new FileInputStream("/proc/self/fd/" + QUESTIONS);
                OutputStream out = new FileOutputStream("/proc/self/fd/" + ANSWERS);
                DeskLoader loader = new DeskLoader(Path.of(words[0]), kit, visible)) {
            Peer peer = new Peer(in, out, new Thrown());
            Maker maker = type -> make(peer, loader, words[1], Class.forName(type, true, kit));
            peer.keep(maker, Maker.class); // the first: its number is 0
            peer.serve();
        }
        Runtime.getRuntime().halt(0); // also when the learner's code has left a thread running
    }

    private static int make(Peer peer, ClassLoader loader, String name, Class<?> type)
            throws Exception {
        try {
            Object object = loader.loadClass(name).getConstructor().newInstance();
            return type.isInstance(object) ? peer.keep(object, type) : Maker.OTHER_TYPE;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            throw e;
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
            return Maker.NO_CLASS;
        }
    }
}

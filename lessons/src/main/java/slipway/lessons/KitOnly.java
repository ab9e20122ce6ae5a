package slipway.lessons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import slipway.lessons.desk.Visible;

/** A class path for javac on which only what is {@link Visible} can be found. */
final class KitOnly extends ForwardingJavaFileManager<JavaFileManager> {
    private final Visible visible;

    KitOnly(JavaFileManager files, Visible visible) {
        super(files);
        this.visible = visible;
    }

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
            throws IOException {
        Iterable<JavaFileObject> all = super.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH) return all;
        List<JavaFileObject> shown = new ArrayList<>();
        for (JavaFileObject file : all) {
            if (visible.shows(inferBinaryName(location, file))) shown.add(file);
        }
        return shown;
    }
}

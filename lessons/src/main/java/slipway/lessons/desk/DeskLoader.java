package slipway.lessons.desk;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Finds the learner's classes, and of the kit's only those that are {@link Visible}. */
final class DeskLoader extends URLClassLoader {
    private final ClassLoader kit;
    private final Visible visible;

    DeskLoader(Path classes, ClassLoader kit, Visible visible) throws MalformedURLException {
        super(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.kit = kit;
        this.visible = visible;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (visible.shows(name)) return kit.loadClass(name);
        if (name.startsWith("slipway.")) throw new ClassNotFoundException(name);
        return super.findClass(name);
    }
}

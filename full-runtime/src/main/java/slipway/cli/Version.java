package slipway.cli;

import slipway.linux.Arch;

/** What {@code slipway version} says. */
final class Version {
    static final String NUMBER = "0.1.0";

    private Version() {}

    static String text() {
        return "slipway "
                + NUMBER
                + "\njava "
                + System.getProperty("java.version")
                + " ("
                + System.getProperty("java.home")
                + ")\nlinux "
                + System.getProperty("os.version")
                + " "
                + Arch.current();
    }
}

package slipway.unionfs;

import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;

/**
 * Where an entry of a layer belongs: the directory, below the layer's root, and the name in it.
 * Raw, see {@link RawName}. One that could lead out of the layer cannot be made.
 *
 * @param directory without a slash at either end; empty for the root
 * @param name empty for the root itself
 */
record LayerName(String directory, String name) {
    static final LayerName ROOT = new LayerName("", "");

    private static final int LONGEST_PART = 255;
    private static final int LONGEST = 4095;

    /**
     * Reads {@code ./a/b/}: dots and doubled slashes mean nothing, as in a path.
     *
     * @throws BadArchive for {@code ..}, for an absolute name, and for what no file can be called
     */
    static LayerName of(String raw, String what) {
        if (raw.isEmpty()) throw new BadArchive(what + " has no name");
        if (raw.charAt(0) == '/')
            throw new BadArchive(what + " is an absolute path: " + shown(raw));
        if (raw.length() > LONGEST) {
            throw new BadArchive(what + " has a name of " + raw.length() + " bytes: " + shown(raw));
        }
        String directory = "";
        String name = "";
        int start = 0;
        while (start <= raw.length()) {
            int slash = raw.indexOf('/', start);
            int end = slash < 0 ? raw.length() : slash;
            String part = raw.substring(start, end);
            start = end + 1;
            if (part.isEmpty() || part.equals(".")) continue;
            if (part.equals("..")) throw new BadArchive(what + " leads out with ..: " + shown(raw));
            if (part.length() > LONGEST_PART || part.indexOf('\0') >= 0) {
                throw new BadArchive(what + " can be no name of a file: " + shown(raw));
            }
            if (!name.isEmpty()) directory = directory.isEmpty() ? name : directory + "/" + name;
            name = part;
        }
        return new LayerName(directory, name);
    }

    boolean isRoot() {
        return name.isEmpty();
    }

    String path() {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    private static String shown(String raw) {
        return RawName.shown(raw);
    }
}

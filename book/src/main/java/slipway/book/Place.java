package slipway.book;

/**
 * Where something stands.
 *
 * @param file relative to the repository
 * @param line from 1 on; 0 if the file as a whole is meant
 */
record Place(String file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}

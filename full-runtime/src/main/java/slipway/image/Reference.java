package slipway.image;

import slipway.linux.ForPeople;

/**
 * The name of an image, with everything that people leave out: {@code debian} is {@code
 * docker.io/library/debian:latest}.
 *
 * @param repository with the registry's host in front
 */
public record Reference(String repository, String tag) {
    private static final String REGISTRY = "docker.io/";
    private static final String LIBRARY = "library/";
    private static final int LONGEST = 255;
    private static final int LONGEST_TAG = 128;

    public Reference {
        if (!isRepository(repository) || !isTag(tag)) throw new NotAName(repository + ":" + tag);
    }

    /** A text is no name of an image. */
    public static final class NotAName extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        NotAName(String text) {
            super(
                    "'"
                            + text
                            + "' is no name of an image. Try: lower-case letters, digits and - _ . /"
                            + " between them, and a tag behind a colon, as in debian:12");
        }
    }

    /**
     * Reads a name as people write it.
     *
     * @throws NotAName if it is none
     */
    public static Reference parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.lastIndexOf(':');
        boolean tagged = colon > text.lastIndexOf('/');
        String name = tagged ? text.substring(0, colon) : text;
        String tag = tagged ? text.substring(colon + 1) : "latest";
        String first = slash < 0 ? "" : text.substring(0, slash);
        boolean host =
                first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        if (first.equals("index.docker.io")) name = REGISTRY + name.substring(slash + 1);
        if (!host) name = REGISTRY + (slash < 0 ? LIBRARY + name : name);
        else if (name.startsWith(REGISTRY) && name.indexOf('/', REGISTRY.length()) < 0) {
            name = REGISTRY + LIBRARY + name.substring(REGISTRY.length());
        }
        try {
            return new Reference(name, tag);
        } catch (NotAName e) {
            throw new NotAName(text);
        }
    }

    /** Whether {@link #parse} would take it. */
    static boolean isName(String text) {
        try {
            return parse(text).tag().length() > 0;
        } catch (NotAName e) {
            return false;
        }
    }

    /** As people write it: without what is understood. The tag stays. */
    public String familiar() {
        return familiarRepository() + ":" + tag;
    }

    /** As people write it, without the tag. */
    public String familiarRepository() {
        if (!repository.startsWith(REGISTRY)) return repository;
        String name = repository.substring(REGISTRY.length());
        if (!name.startsWith(LIBRARY)) return name;
        return name.substring(LIBRARY.length());
    }

    /** All of it. */
    @Override
    public String toString() {
        return repository + ":" + tag;
    }

    private static boolean isRepository(String text) {
        if (text.isEmpty() || text.length() > LONGEST) return false;
        int start = 0;
        while (start <= text.length()) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            boolean sound = start == 0 ? isHost(text, end) : isPart(text, start, end);
            if (!sound) return false;
            start = end + 1;
        }
        return text.indexOf('/') > 0;
    }

    private static boolean isHost(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean sign = i > 0 && (c == '.' || c == '-' || c == ':');
            if (!sign && !isLetterOrDigit(c) && (c < 'A' || c > 'Z')) return false;
        }
        return end > 0;
    }

    /** Letters and digits, and single signs between them; __ and any number of - are single. */
    private static boolean isPart(String text, int start, int end) {
        if (start == end || !isLetterOrDigit(text.charAt(start))) return false;
        if (!isLetterOrDigit(text.charAt(end - 1))) return false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            char before = i == start ? 'a' : text.charAt(i - 1);
            if (isLetterOrDigit(c)) continue;
            if (c == '-' && (before == '-' || isLetterOrDigit(before))) continue;
            if (c == '.' && isLetterOrDigit(before)) continue;
            boolean third = before == '_' && i >= 2 && text.charAt(i - 2) == '_';
            if (c == '_' && !third && (before == '_' || isLetterOrDigit(before))) continue;
            return false;
        }
        return true;
    }

    private static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TAG) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean word = isLetterOrDigit(c) || c >= 'A' && c <= 'Z' || c == '_';
            if (!word && (i == 0 || c != '.' && c != '-')) return false;
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}

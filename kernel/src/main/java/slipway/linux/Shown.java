package slipway.linux;

import org.jspecify.annotations.Nullable;

/**
 * How something looks to people, put together only when somebody looks: the names of flags come
 * from a file, and a plan that is run and not printed never reads it. Equal by text.
 */
public final class Shown {
    private final Object[] parts;

    private Shown(Object[] parts) {
        this.parts = parts;
    }

    /**
     * @param parts texts, and each {@link Arg} as it is shown
     */
    public static Shown of(Object... parts) {
        return new Shown(parts.clone());
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) text.append(part instanceof Arg arg ? arg.shown() : part);
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Shown shown && text().equals(shown.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

package slipway.plan;

/**
 * A plan as JSON: what the state of a container keeps of the way back, and what {@code --plan}
 * prints for programs. {@link #read} gives a plan equal to the one written.
 *
 * <p>Each step also says how it looks and where its manual is; readers of ours skip both.
 */
public final class PlanJson {
    /** The number under {@code "format"}; another one means another Slipway wrote the text. */
    static final int FORMAT = 1;

    private PlanJson() {}

    /** The plan, indented, with a newline at the end. */
    public static String write(Plan plan) {
        return PlanWriter.write(plan);
    }

    /**
     * The plan that was written.
     *
     * @throws UnreadablePlan with the JSON path of what is wrong, and why
     */
    public static Plan read(String json) {
        return PlanReader.read(json);
    }
}

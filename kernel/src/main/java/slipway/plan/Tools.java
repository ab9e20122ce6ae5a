package slipway.plan;

/** Whoever can start programs for a {@link PlanRunner}, which can only make calls. */
public interface Tools {
    /**
     * Runs the program and waits until it has ended well.
     *
     * @param tool every name in it replaced by its value
     * @throws ToolFailed with what the program said
     */
    void run(RunTool tool);
}

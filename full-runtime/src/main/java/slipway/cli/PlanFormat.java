package slipway.cli;

/** What {@code --plan} asks for. */
enum PlanFormat {
    NONE,
    LINES,
    JSON;

    static PlanFormat of(String name) {
        if (name.equals("text")) return LINES;
        if (name.equals("json")) return JSON;
        throw new UsageError("--plan=" + name + " is not understood", "--plan or --plan=json");
    }
}

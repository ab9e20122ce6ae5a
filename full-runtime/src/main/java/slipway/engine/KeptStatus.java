package slipway.engine;

/** Where a container is in its life, with docker's words. */
public enum KeptStatus {
    CREATED("created"),
    RUNNING("running"),
    RESTARTING("restarting"),
    EXITED("exited");

    private final String word;

    KeptStatus(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}

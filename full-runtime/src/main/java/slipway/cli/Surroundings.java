package slipway.cli;

/**
 * What programs of a container find there, as its maker and its image say.
 *
 * @param variables without docker's defaults
 * @param hostname the name that it has inside
 * @param workdir absolute, inside
 * @param user by name or number, with or without a group; empty for root
 */
record Surroundings(
        Variables variables, String hostname, String workdir, String user, RightsOption rights) {}

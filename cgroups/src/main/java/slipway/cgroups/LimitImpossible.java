package slipway.cgroups;

import slipway.linux.ForPeople;

/** Nobody, or not this user, can limit something here: what, why, and what to do. */
public final class LimitImpossible extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    LimitImpossible(String controller, String reason, String advice) {
        super("cannot limit " + thing(controller) + ": " + reason + ". Try: " + advice);
    }

    private static String thing(String controller) {
        switch (controller) {
            case "memory":
                return "memory";
            case "pids":
                return "the number of processes";
            case "cpu":
                return "processor time";
            case "cpuset":
                return "the processors it runs on";
            default:
                return controller;
        }
    }
}

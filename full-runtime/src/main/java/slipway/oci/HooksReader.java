package slipway.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code hooks}. */
final class HooksReader {
    private final Json json;

    HooksReader(Json json) {
        this.json = json;
    }

    Hooks read() throws IOException {
        List<Hooks.Hook> prestart = List.of();
        List<Hooks.Hook> createRuntime = List.of();
        List<Hooks.Hook> poststart = List.of();
        List<Hooks.Hook> poststop = List.of();
        json.object();
        while (json.next()) {
            switch (json.name()) {
                case "prestart":
                    prestart = hooks();
                    break;
                case "createRuntime":
                    createRuntime = hooks();
                    break;
                case "poststart":
                    poststart = hooks();
                    break;
                case "poststop":
                    poststop = hooks();
                    break;
                case "createContainer":
                case "startContainer":
                    json.refuseUnlessEmpty();
                    break;
                default:
                    json.skip();
            }
        }
        return new Hooks(prestart, createRuntime, poststart, poststop);
    }

    private List<Hooks.Hook> hooks() throws IOException {
        List<Hooks.Hook> hooks = new ArrayList<>();
        json.array();
        while (json.more()) {
            String key = json.key();
            String path = "";
            List<String> args = List.of();
            List<String> environment = List.of();
            int timeout = 0;
            json.object();
            while (json.next()) {
                switch (json.name()) {
                    case "path":
                        path = json.text();
                        break;
                    case "args":
                        args = json.texts();
                        break;
                    case "env":
                        environment = json.texts();
                        break;
                    case "timeout":
                        timeout = json.small();
                        if (timeout <= 0) {
                            throw new InvalidSpec(key + ".timeout", "" + timeout, "more than 0");
                        }
                        break;
                    default:
                        json.skip();
                }
            }
            hooks.add(new Hooks.Hook(key, path, args, environment, timeout));
        }
        return hooks;
    }
}

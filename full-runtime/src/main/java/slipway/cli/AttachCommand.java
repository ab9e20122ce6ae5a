package slipway.cli;

import java.io.IOException;
import slipway.engine.KeptContainer;
import slipway.linux.FileLock;
import slipway.plan.launch.Launcher;

/** {@code slipway attach}: the streams of a container that stays, from now on. */
final class AttachCommand {
    private AttachCommand() {}

    static int run(String[] words) {
        if (KeptCommands.help("attach", words)) return 0;
        boolean input = true;
        boolean proxy = true;
        boolean fromStart = false;
        String keys = DetachKeys.USUAL;
        String name = "";
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (word.equals("--no-stdin") || word.equals("--no-stdin=true")) input = false;
            else if (word.equals("--sig-proxy=false")) proxy = false;
            else if (word.equals("--sig-proxy") || word.equals("--sig-proxy=true")) proxy = true;
            else if (word.equals("--logs")) fromStart = true;
            else if (word.startsWith("--detach-keys="))
                keys = word.substring(word.indexOf('=') + 1);
            else if (word.equals("--detach-keys") && i + 1 < words.length) keys = words[++i];
            else if (word.startsWith("-")) throw KeptCommands.unknown("attach", word);
            else if (name.isEmpty()) name = word;
            else throw new UsageError("attach takes one container", "slipway help attach");
        }
        if (name.isEmpty()) throw new UsageError("attach wants a container", "slipway ps");
        KeptContainer container = KeptCommands.store().find(name);
        DetachKeys leaving = DetachKeys.parse(keys);
        try (Launcher launcher = new Launcher();
                Attachment attachment = Attachment.to(container, fromStart)) {
            attachment.check(input);
            begin(container, attachment);
            attachment.connect(launcher, input, proxy, leaving);
            return attachment.await();
        } catch (IOException e) {
            return KeptOutput.unread(e);
        }
    }

    /** What runs while we have the lock is not removed before we have opened what tells its end. */
    private static void begin(KeptContainer container, Attachment attachment) {
        FileLock held = container.lock();
        try (held) {
            if (container.running().isEmpty()) {
                String name = container.config().name();
                throw new UsageError(
                        "container " + name + " is not running",
                        "slipway start -a " + name + ", or slipway logs");
            }
            attachment.begin();
        }
    }
}

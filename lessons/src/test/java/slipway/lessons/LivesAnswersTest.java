package slipway.lessons;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Other answers to the exercises of Part 2 on init, users and the lives of namespaces. */
@NothingLeaks(tempDirs = true)
@NeedsUnprivilegedUserNamespaces
class LivesAnswersTest {
    private static final String IMPORTS =
            """
            import java.util.*;
            import slipway.lessons.spaces.*;
            import slipway.linux.*;
            import slipway.namespaces.Namespace;
            import slipway.plan.*;
            """;

    @TempDir private Path room;

    private AnswerSheet sheet(String id) {
        return new AnswerSheet(room, id, IMPORTS);
    }

    private static String init(String body) {
        return "public class Init implements ServesAsInit { public int run(Calls calls) {\n"
                + (body + "}}\n");
    }

    @Test
    void an_init_may_look_for_the_dead_after_any_signal_and_before_the_first() throws Exception {
        sheet("2.5")
                .isRight(
                        init(
                                """
                                int program = calls.start();
                                int code = -1;
                                while (code < 0) {
                                    for (var dead = calls.reap(-1); dead.isPresent();
                                            dead = calls.reap(-1)) {
                                        if (dead.get().pid() != program) continue;
                                        int signal = dead.get().signal();
                                        code = signal > 0 ? 128 + signal : dead.get().code();
                                    }
                                    if (code >= 0) break;
                                    int signal = calls.signal();
                                    if (signal != 17) calls.kill(program, signal);
                                }
                                return code;
                                """));
    }

    @Test
    void an_init_that_starts_nothing_or_throws_is_told_so() throws Exception {
        sheet("2.5").isNone(init("return 0;"), "The program was not started");
        sheet("2.5")
                .isNone(
                        init("calls.start(); throw new IllegalStateException(\"oh\");"),
                        "IllegalStateException: oh");
    }

    @Test
    void the_maps_may_be_written_in_another_order_and_with_a_newline() throws Exception {
        String allowed =
                """
                public Map<Action, Boolean> allowed() {
                    Map<Action, Boolean> all = new HashMap<>();
                    for (Action each : Action.values()) {
                        String name = each.name();
                        all.put(each, name.contains("ITS") || name.endsWith("THE_USER"));
                    }
                    return all;
                }
                """;
        sheet("2.9")
                .isRight(
                        """
                        public class RootInside implements BecomesRoot {
                            public List<Step> becomeRoot(long uid, long gid) {
                                return List.of(
                                        Steps.unshare(Constants.CLONE_NEWUSER),
                                        Steps.write("/proc/self/uid_map", "0 " + uid + " 1\\n"),
                                        Steps.write("/proc/self/setgroups", "deny\\n"),
                                        Steps.write("/proc/self/gid_map", "0 " + gid + " 1\\n"));
                            }
                        """
                                + (allowed + "}\n"));
        sheet("2.9")
                .isNone(
                        """
                        public class RootInside implements BecomesRoot {
                            public List<Step> becomeRoot(long uid, long gid) {
                                return List.of(Steps.kill(1, 0));
                            }
                        """
                                + (allowed + "}\n"),
                        "one that signals a process");
    }

    @Test
    void what_is_kept_may_be_named_by_the_thread_and_entered_in_another_order() throws Exception {
        sheet("2.12")
                .isRight(
                        """
                        public class Lifetimes implements OutlivesProcesses {
                            public List<Step> keep(String file) {
                                return List.of(Steps.bind("/proc/thread-self/ns/uts", file));
                            }

                            public List<Step> enter(Map<Namespace, Integer> open) {
                                List<Step> steps = new ArrayList<>();
                                List<Namespace> kinds = new ArrayList<>(open.keySet());
                                kinds.remove(Namespace.USER);
                                Collections.reverse(kinds);
                                kinds.add(0, Namespace.USER);
                                for (Namespace each : kinds) {
                                    steps.add(Steps.setns(open.get(each), 0));
                                }
                                return steps;
                            }

                            public Set<Namespace> onlyForChildren() {
                                return EnumSet.of(Namespace.PID);
                            }
                        }
                        """);
    }
}

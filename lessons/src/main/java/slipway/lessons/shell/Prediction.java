package slipway.lessons.shell;

import java.util.List;

/** What somebody said before it was shown. */
public final class Prediction {
    private final Talk talk;
    private final List<String> answers;
    private final String given;

    private Prediction(Talk talk, List<String> answers, String given) {
        this.talk = talk;
        this.answers = answers;
        this.given = given;
    }

    /** Asks until it is one of the letters; Enter alone, or nobody, passes. */
    static Prediction ask(Talk talk, String question, List<String> answers) {
        talk.say("");
        talk.say("? " + question);
        for (int i = 0; i < answers.size(); i++) {
            talk.say("    " + letter(i) + ") " + answers.get(i));
        }
        while (true) {
            String typed = talk.ask("  Your answer, before you see it (Enter for none): ");
            if (typed.isEmpty()) return new Prediction(talk, answers, "");
            for (int i = 0; i < answers.size(); i++) {
                if (typed.equalsIgnoreCase(letter(i))) {
                    return new Prediction(talk, answers, letter(i));
                }
            }
            talk.say("  One letter, please, of a to " + letter(answers.size() - 1) + ".");
        }
    }

    private static String letter(int index) {
        return String.valueOf((char) ('a' + index));
    }

    /**
     * Says what it was, once that has been seen.
     *
     * @param right the letter of the answer
     */
    public void was(String right, String because) {
        String answer = answers.get(right.charAt(0) - 'a');
        String said = "";
        if (given.equals(right)) said = " You said so.";
        else if (!given.isEmpty()) said = " You said " + given + ".";
        talk.say("");
        talk.say("  It is " + right + ") " + answer + "." + said);
        talk.say("    ", because.strip().lines().toList());
    }
}

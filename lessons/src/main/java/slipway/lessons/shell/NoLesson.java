package slipway.lessons.shell;

import java.util.List;
import java.util.stream.Collectors;
import slipway.linux.ForPeople;

/** There is no lesson of this number. */
final class NoLesson extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    NoLesson(String number, List<LessonFile> all) {
        super(
                "there is no lesson "
                        + number
                        + ", only "
                        + all.stream().map(LessonFile::number).collect(Collectors.joining(", "))
                        + ". Try: slipway lesson");
    }
}

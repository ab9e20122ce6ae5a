package slipway.linux.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import slipway.testkit.Repository;

/** docs/program.md is the manual of the instruction set, so its numbers must be right. */
class ProgramPageTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+)` \\| (\\d+) \\|", Pattern.MULTILINE);

    @Test
    void the_tables_of_the_page_have_every_number_of_the_layout_and_no_other() throws Exception {
        Map<String, Integer> layout = new TreeMap<>();
        for (Field field : RecordLayout.class.getFields()) {
            layout.put(field.getName(), field.getInt(null));
        }
        assertThat(numbersOfPage()).isEqualTo(layout);
    }

    @Test
    void six_words_of_arguments_fill_the_record_up_to_its_result() {
        assertThat(RecordLayout.argument(0)).isEqualTo(RecordLayout.ARGUMENTS);
        assertThat(RecordLayout.argument(6)).isEqualTo(RecordLayout.RESULT);
        assertThat(RecordLayout.TARGET + Integer.BYTES).isEqualTo(RecordLayout.RECORD);
    }

    private static Map<String, Integer> numbersOfPage() throws Exception {
        Path page = Repository.root().resolve("docs/program.md");
        Matcher rows = ROW.matcher(Files.readString(page));
        Map<String, Integer> numbers = new TreeMap<>();
        while (rows.find()) {
            Integer before = numbers.put(rows.group(1), Integer.valueOf(rows.group(2)));
            assertThat(before).as("%s twice", rows.group(1)).isNull();
        }
        return numbers;
    }
}

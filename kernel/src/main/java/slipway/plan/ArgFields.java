package slipway.plan;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.linux.Arg;
import slipway.linux.Family;

/**
 * The fields of an argument as they are read, before it is known which kind has the right to them.
 */
final class ArgFields {
    final Set<String> seen = new TreeSet<>();
    long number;
    String text = "";
    List<Arg> words = List.of();
    Family family = Family.MOUNT;
    String shown = "";

    /**
     * @throws IllegalArgumentException if together the fields make no argument
     */
    Arg toArg() {
        if (are("num")) return Arg.num(number);
        if (are("num", "shown")) return new Arg.Num(number, shown);
        if (are("flag", "family")) return Arg.flag(number, family);
        if (are("text")) return Arg.text(text);
        if (are("bytes", "shown")) return new Arg.Bytes(Base64.getDecoder().decode(text), shown);
        if (are("words", "shown")) return new Arg.Words(words, shown);
        if (are("result")) return Arg.result(text);
        throw new IllegalArgumentException("no argument has the fields " + seen);
    }

    private boolean are(String... names) {
        if (seen.size() != names.length) return false;
        for (String name : names) if (!seen.contains(name)) return false;
        return true;
    }
}

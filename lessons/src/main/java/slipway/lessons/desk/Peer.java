package slipway.lessons.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One end of the line: calls methods of objects over there and lets methods of objects here be
 * called, a line of JSON each. Who has called does what is asked until the answer comes, so that a
 * method over there may call back.
 */
final class Peer implements Values.Objects {
    /** An object here that may be called, and only by what its interface has. */
    private record Kept(Object object, Class<?> type) {}

    private final BufferedReader in;
    private final Writer out;
    private final Thrown thrown;
    private final Values values = new Values(this);
    private final List<Kept> kept = new ArrayList<>();

    Peer(InputStream in, OutputStream out, Thrown thrown) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.thrown = thrown;
    }

    @Override
    public synchronized int keep(Object object, Class<?> type) {
        kept.add(new Kept(object, type));
        return kept.size() - 1;
    }

    @Override
    public Object standIn(int number, Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader() == null ? Peer.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, words) -> {
                    if (method.getDeclaringClass() != Object.class) {
                        return call(number, method, words == null ? new Object[0] : words);
                    }
                    return switch (method.getName()) {
                        case "equals" -> proxy == words[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> type.getSimpleName() + " " + number;
                    };
                });
    }

    /** Answers until nobody asks any more. */
    void serve() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            obey(parsed(line));
        }
    }

    private synchronized @Nullable Object call(int number, Method method, Object[] words)
            throws Throwable {
        try {
            send(request(number, method, words));
            Object answer = answer();
            if (answer != null || method.getReturnType() == void.class) return answer;
        } catch (IOException e) {
            throw new LearnerEnded("nobody listens: " + e.getMessage());
        }
        throw new NotAValue(method.getName() + " returned null.");
    }

    private JsonObject request(int number, Method method, Object[] words) {
        JsonObject request = new JsonObject();
        request.addProperty("call", number);
        request.addProperty("method", signature(method));
        JsonArray arguments = new JsonArray();
        for (int i = 0; i < words.length; i++) {
            arguments.add(values.write(words[i], method.getParameterTypes()[i]));
        }
        request.add("words", arguments);
        return request;
    }

    /** Of what has just been asked. */
    private @Nullable Object answer() throws Throwable {
        while (true) {
            String line = in.readLine();
            if (line == null) throw new LearnerEnded("it ended");
            JsonObject message = parsed(line);
            if (message.has("call")) obey(message);
            else if (message.has("thrown")) throw thrown.read(message.getAsJsonObject("thrown"));
            else return values.read(answerIn(message));
        }
    }

    private static JsonElement answerIn(JsonObject message) {
        JsonElement answer = message.get("answer");
        if (answer == null) throw new LearnerEnded("it said " + message);
        return answer;
    }

    private void obey(JsonObject request) throws IOException {
        JsonObject reply = new JsonObject();
        try {
            Kept target = kept.get(request.get("call").getAsInt());
            Method method = method(target.type(), request.get("method").getAsString());
            List<@Nullable Object> words = new ArrayList<>();
            for (JsonElement word : request.getAsJsonArray("words")) words.add(values.read(word));
            Object answer = invoke(target.object(), method, words.toArray());
            reply.add("answer", values.write(answer, method.getReturnType()));
        } catch (Throwable e) { // whatever it is, it is for the other side
            reply.add("thrown", thrown.written(e));
        }
        send(reply);
    }

    private static @Nullable Object invoke(Object object, Method method, @Nullable Object[] words)
            throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(object, words);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String signature(Method method) {
        StringBuilder text = new StringBuilder(method.getName());
        for (Class<?> type : method.getParameterTypes()) text.append(' ').append(type.getName());
        return text.toString();
    }

    private static Method method(Class<?> type, String signature) {
        for (Method method : type.getMethods()) {
            if (signature(method).equals(signature)) return method;
        }
        throw new NotAValue(type.getSimpleName() + " has no method " + signature);
    }

    private static JsonObject parsed(String line) {
        try {
            return JsonParser.parseString(line).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new LearnerEnded("it said what nobody understands");
        }
    }

    private synchronized void send(JsonObject message) throws IOException {
        out.write(message.toString());
        out.write('\n');
        out.flush();
    }
}

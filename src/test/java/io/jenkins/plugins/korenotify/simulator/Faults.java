package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/** The catalogue of faults. */
public final class Faults {

    /** No fault; a place-holder in sequences. */
    public static final Fault NONE = (context, sound) -> sound.get();

    private static final String ENTRY = "{\"_id\":\"nl-0\",\"channel\":\"ivr\",\"originalId\":\"x@example.com\","
            + "\"comments\":\"" + Comments.SENT + "\",\"status\":\"SUCCESS\",\"__v\":0},";
    private static final int DEEPEST = 1_000_000;

    private Faults() {}

    /** 429 with the text of the minute's limit and without {@code Retry-After}. */
    public static Fault tooManyCalls() {
        return tooManyCalls(RetryAfter.NONE, Duration.ZERO);
    }

    /** 429 with the text of the minute's limit and, by style, a {@code Retry-After} of the given wait. */
    public static Fault tooManyCalls(RetryAfter style, Duration wait) {
        return (context, sound) -> style.on(Replies.error(429, 429, LimitWording.MINUTE), wait, context.serverNow());
    }

    /** Another status than 429 whose text alone says that there were too many calls. */
    public static Fault tooManyCallsInWords(int status, LimitWording wording) {
        return (context, sound) -> Replies.error(status, status, wording.text(RateWindows.Limit.MINUTE));
    }

    /** A server error of the given status in Kore.ai's envelope. */
    public static Fault error(int status) {
        return (context, sound) -> Replies.error(status, status, "Internal server error (simulated)");
    }

    /** An HTML page with the given status, as proxies and login walls send it. */
    public static Fault html(int status) {
        return (context, sound) -> Replies.html(status, status == 200 ? "Sign in" : "Service unavailable");
    }

    /** A redirect. */
    public static Fault redirect(String location) {
        return (context, sound) -> Replies.html(302, "Found").with("Location", location);
    }

    /** A proxy that wants a login. */
    public static Fault proxyLogin() {
        return (context, sound) -> Replies.html(407, "Proxy Authentication Required")
                .with("Proxy-Authenticate", "Basic realm=\"simulated\"");
    }

    /** A request ID that is not known, all of a sudden, with the given status. */
    public static Fault unknownId(int status) {
        return (context, sound) -> Replies.error(status, status, "Invalid request ID");
    }

    /** An error with status 400 whose body is cut. */
    public static Fault cutError() {
        return (context, sound) -> new Reply(
                400,
                Map.of("Content-Type", "application/json"),
                Content.of("{\"errors\":[{\"msg\":\"Inval"),
                Wire.NORMAL);
    }

    /** JSON that is not of this API but has its word: a gateway's error with status 200. */
    public static Fault foreignJson() {
        return json("{\"status\":\"error\",\"message\":\"no healthy upstream (simulated)\"}");
    }

    /** The server is gone: connections are reset, nothing is judged or counted. */
    public static Fault gone() {
        return new Fault() {
            @Override
            public Reply spoil(FaultContext context, Supplier<Reply> sound) {
                return Replies.unreachable();
            }

            @Override
            public boolean unreachable() {
                return true;
            }
        };
    }

    /** The call arrives and counts, then the connection is reset before any answer. */
    public static Fault reset() {
        return over(Wire.RESET);
    }

    /** The connection closes in the middle of the body. */
    public static Fault closeMidBody() {
        return over(Wire.CLOSE);
    }

    /** The right body in small pieces. */
    public static Fault slowTrickle(int bytesPerPiece, Duration pause) {
        return over(Wire.trickle(bytesPerPiece, pause));
    }

    /** A body that trickles and never ends. */
    public static Fault endlessTrickle(int bytesPerPiece, Duration pause) {
        Content endless = Content.repeated("{\"statusLogs\":[", ENTRY, -1, "");
        return (context, sound) -> Replies.json(200, endless).over(Wire.trickle(bytesPerPiece, pause));
    }

    /** Never answers. */
    public static Fault stall() {
        return over(Wire.STALL);
    }

    /** Answers rightly, but late. */
    public static Fault delay(Duration wait) {
        return over(Wire.delay(wait));
    }

    /** The right body cut off at 60 %, properly framed. */
    public static Fault truncatedJson() {
        return (context, sound) -> {
            Reply right = sound.get();
            byte[] body = right.body();
            return new Reply(
                    right.status(),
                    right.headers(),
                    Content.of(Arrays.copyOf(body, body.length * 6 / 10)),
                    right.wire());
        };
    }

    /** A well-formed status body of about this many bytes, generated while it is sent. */
    public static Fault hugeBody(long bytes) {
        Content huge = Content.repeated(
                "{\"statusLogs\":[",
                ENTRY,
                Math.max(1, bytes / ENTRY.length()),
                "{}],\"count\":1,\"status\":\"SUCCESS\",\"streamId\":\"st-0\"}");
        return (context, sound) -> Replies.json(200, huge);
    }

    /** Any text as a JSON reply of status 200. */
    public static Fault json(String body) {
        return (context, sound) -> Replies.json(200, Content.of(body));
    }

    /** Numbers where strings belong, objects where arrays belong, and so on. */
    public static Fault wrongTypes() {
        return json("{\"statusLogs\":{\"status\":\"SUCCESS\"},\"count\":\"two\",\"status\":7,\"streamId\":[1,2]}");
    }

    /** Entries of wrong types in a log that is otherwise right. */
    public static Fault wrongEntries() {
        return json("{\"statusLogs\":[7,null,\"SUCCESS\",[],{\"status\":{\"a\":1},\"channel\":3,\"comments\":[\"x\"]}],"
                + "\"count\":5,\"status\":\"SUCCESS\",\"streamId\":\"st-0\"}");
    }

    /** Well-formed arrays in arrays, so many levels deep (at most a million). */
    public static Fault deepNesting(int levels) {
        int depth = Math.min(levels, DEEPEST);
        Content deep = Content.repeated("{\"statusLogs\":", "[", depth, "]".repeat(depth) + ",\"status\":\"SUCCESS\"}");
        return (context, sound) -> Replies.json(200, deep);
    }

    /** A word that means nothing, for the request and for an entry. */
    public static Fault statusWord(String word) {
        return json("{\"statusLogs\":[{\"channel\":\"ivr\",\"originalId\":\"x@example.com\",\"status\":\"" + word
                + "\"}],\"count\":1,\"status\":\"" + word + "\",\"streamId\":\"st-0\"}");
    }

    /** Entries without most fields, a body without overall word and count. */
    public static Fault missingFields() {
        return json("{\"statusLogs\":[{},{\"status\":\"SUCCESS\"},{\"channel\":\"ivr\"}]}");
    }

    /** An empty object. */
    public static Fault emptyObject() {
        return json("{}");
    }

    /** Status 200 without any body. */
    public static Fault emptyBody() {
        return (context, sound) -> new Reply(200, Map.of(), Content.of(""), Wire.NORMAL);
    }

    /** The right answer under a {@code Date} header that is off by so much. */
    public static Fault dateOff(Duration offset) {
        return (context, sound) ->
                sound.get().with("Date", Replies.httpDate(context.serverNow().plus(offset)));
    }

    private static Fault over(Wire wire) {
        return (context, sound) -> sound.get().over(wire);
    }

    /**
     * Responses that contradict all others: alone and late in a wait, none of them says anything of the request. Several
     * in a row do, so they do not strike at random.
     */
    public static Fault[] odd() {
        return new Fault[] {
            redirect("https://login.example.com/"), proxyLogin(), unknownId(400), unknownId(404), cutError(), error(405)
        };
    }

    /**
     * All faults that may strike at random, any number of times; the limit on calls does not, nor do {@link #odd()}
     * responses.
     *
     * @param hugeBody how many bytes a body has that is too large
     */
    public static Fault[] passing(int hugeBody) {
        return new Fault[] {
            error(500),
            error(503),
            html(200),
            html(502),
            gone(),
            reset(),
            closeMidBody(),
            slowTrickle(100, Duration.ofMillis(50)),
            endlessTrickle(100, Duration.ofMillis(100)),
            stall(),
            delay(Duration.ofSeconds(3)),
            truncatedJson(),
            hugeBody(hugeBody),
            wrongTypes(),
            deepNesting(10_000),
            statusWord("<b>HALFWAY</b>"),
            missingFields(),
            emptyObject(),
            emptyBody(),
            foreignJson(),
            json("{\"status\":\"FAILURE\"}"),
            dateOff(Duration.ofMinutes(20))
        };
    }
}

package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A catalogue of ready requests with the bot and the apps they need, for demonstrations and end-to-end tests. Every
 * finished one is finished within 20 s of its first call, trouble aside.
 */
public final class Scenarios {

    /** The demonstration bot. */
    public static final String STREAM_ID = "st-demo-bot";
    /** A bot none of the demonstration apps belongs to. */
    public static final String OTHER_STREAM_ID = "st-other-bot";
    /** Client ID of the demonstration app (HS256, scope granted). */
    public static final String CLIENT_ID = "cs-demo";
    /** Client ID of an app without the scope. */
    public static final String CLIENT_ID_NO_SCOPE = "cs-demo-no-scope";
    /** Client ID of an app that signs with HS512. */
    public static final String CLIENT_ID_HS512 = "cs-demo-hs512";
    /** Client ID of an app that insists on {@code jti}. */
    public static final String CLIENT_ID_ENFORCED_JTI = "cs-demo-enforced-jti";
    /** Secret of all demonstration apps: simulated, worth nothing, 44 characters like a real one. */
    public static final String SIMULATED_SECRET = "simulated-secret-which-opens-nothing-at-all=";

    /** Bot of the sample response Kore.ai publishes. */
    public static final String SAMPLE_STREAM_ID = "st-736ff917-d836-55b4-9a6b-3dad20c09af3";
    /** Request of that sample. */
    public static final String SAMPLE_REQUEST_ID = "ds-adddc869-d773-5785-9c6a-cfe1cbd9df1b";

    private static final String SAMPLE_RESOURCE = "sample-status-v2.json";
    private static final int SAMPLE_RECIPIENTS = 2;

    private static final List<Scenario> ALL = List.of(
            scenario(
                    "ds-all-delivered",
                    "20 recipients, all delivered within 8 s",
                    FaultPlan.none(),
                    r -> r.recipients(20).delivering(DeliveryCurve.LINEAR, seconds(8))),
            scenario(
                    "ds-2-of-100-failed",
                    "100 recipients in 10 s, 2 fail: 98 % delivered",
                    FaultPlan.none(),
                    r -> r.recipients(100).failures(2).delivering(DeliveryCurve.S_SHAPED, seconds(10))),
            scenario(
                    "ds-one-failing",
                    "25 recipients in 6 s, exactly one fails",
                    FaultPlan.none(),
                    r -> r.recipients(25).failures(1).delivering(DeliveryCurve.FRONT_LOADED, seconds(6))),
            scenario(
                    "ds-partial-success",
                    "50 recipients in 8 s, 20 fail for various reasons: 60 % delivered, PARTIAL_SUCCESS",
                    FaultPlan.none(),
                    r -> r.recipients(50)
                            .failures(20)
                            .failureComments(Comments.FAILURES)
                            .channel("msteams")
                            .delivering(DeliveryCurve.BURSTS, seconds(8))),
            scenario(
                    "ds-forty-reasons",
                    "400 recipients in 8 s, 120 fail for forty reasons: 70 % delivered, PARTIAL_SUCCESS",
                    FaultPlan.none(),
                    r -> r.recipients(400)
                            .failures(120)
                            .failureComments(Comments.FORTY)
                            .channel("msteams")
                            .delivering(DeliveryCurve.LINEAR, seconds(8))),
            scenario(
                    "ds-all-failed",
                    "10 recipients in 5 s, all fail: FAILURE",
                    FaultPlan.none(),
                    r -> r.recipients(10).failures(10).delivering(DeliveryCurve.LINEAR, seconds(5))),
            scenario(
                    "ds-hidden-progress",
                    "30 recipients, an empty log until all are delivered after 8 s",
                    FaultPlan.none(),
                    r -> r.recipients(30).visibility(Visibility.HIDDEN).delivering(DeliveryCurve.LINEAR, seconds(8))),
            scenario(
                    "ds-never-finishes",
                    "40 recipients, some of which are never done",
                    FaultPlan.none(),
                    r -> r.recipients(40).delivering(DeliveryCurve.NEVER, seconds(10))),
            scenario(
                    "ds-429-for-30s",
                    "12 recipients; every call in the first 30 s is refused with 429 and Retry-After: 5",
                    FaultPlan.firstFor(seconds(30), Faults.tooManyCalls(RetryAfter.SECONDS, seconds(5))),
                    r -> r.recipients(12).delivering(DeliveryCurve.LINEAR, seconds(8))),
            scenario(
                    "ds-500-three-times",
                    "15 recipients in 6 s; the first three calls end in 500",
                    FaultPlan.times(3, Faults.error(500)),
                    r -> r.recipients(15).delivering(DeliveryCurve.LINEAR, seconds(6))),
            scenario(
                    "ds-outage",
                    "60 recipients in 12 s; after the second call the server is gone for 10 s",
                    FaultPlan.afterCall(2, seconds(10), Faults.gone()),
                    r -> r.recipients(60).delivering(DeliveryCurve.S_SHAPED, seconds(12))),
            scenario(
                    "ds-html-page",
                    "always an HTML sign-in page with status 200 instead of a status",
                    FaultPlan.always(Faults.html(200)),
                    r -> r),
            scenario(
                    "ds-html-503-once",
                    "10 recipients in 5 s; the first call gets an HTML page with status 503",
                    FaultPlan.times(1, Faults.html(503)),
                    r -> r.delivering(DeliveryCurve.LINEAR, seconds(5))),
            scenario(
                    "ds-slow-trickle",
                    "10 recipients in 5 s; every body arrives in pieces of 400 bytes, five a second",
                    FaultPlan.always(Faults.slowTrickle(400, Duration.ofMillis(200))),
                    r -> r.delivering(DeliveryCurve.LINEAR, seconds(5))),
            scenario(
                    "ds-truncated-once",
                    "20 recipients in 6 s; the second body is cut off in the middle",
                    FaultPlan.onCalls(2, 2, Faults.truncatedJson()),
                    r -> r.recipients(20).delivering(DeliveryCurve.LINEAR, seconds(6))),
            scenario(
                    "ds-fresh",
                    "10 recipients in 8 s; the ID is unknown for the first 5 s",
                    FaultPlan.none(),
                    r -> r.becomesReadableAfter(seconds(5)).delivering(DeliveryCurve.LINEAR, seconds(8))),
            scenario(
                    "ds-large-campaign-1",
                    "1000 recipients in 20 s, 4 fail: 99.6 % delivered",
                    FaultPlan.none(),
                    r -> r.recipients(1000).failures(4).delivering(DeliveryCurve.S_SHAPED, seconds(20))),
            scenario(
                    "ds-large-campaign-2",
                    "1000 recipients in batches over 18 s, 7 fail: 99.3 % delivered",
                    FaultPlan.none(),
                    r -> r.recipients(1000).failures(7).delivering(DeliveryCurve.BURSTS, seconds(18))),
            scenario(
                    "ds-large-campaign-3",
                    "1000 recipients, most early, the last after 20 s, 11 fail: 98.9 % delivered",
                    FaultPlan.none(),
                    r -> r.recipients(1000).failures(11).delivering(DeliveryCurve.LONG_TAIL, seconds(20))),
            new Scenario("ds-unknown", "not there: 400 Invalid request ID", STREAM_ID, false, r -> r, FaultPlan.none()),
            new Scenario(
                    SAMPLE_REQUEST_ID,
                    "the sample response of Kore.ai's own documentation, byte for byte (bot " + SAMPLE_STREAM_ID + ")",
                    SAMPLE_STREAM_ID,
                    true,
                    r -> r.recipients(SAMPLE_RECIPIENTS)
                            .delivering(DeliveryCurve.AT_ONCE, Duration.ZERO)
                            .startsAt(Instant.EPOCH)
                            .fixedBody(sample()),
                    FaultPlan.none()));

    private Scenarios() {}

    /** The whole catalogue in a sensible order. */
    public static List<Scenario> all() {
        return ALL;
    }

    /** A simulated Kore.ai with the demonstration bots, apps and the whole catalogue. */
    public static SimulatedKore kore(InstantSource time, long seed) {
        SimulatedKore kore = new SimulatedKore(time, seed);
        install(kore);
        return kore;
    }

    /** Puts bots, apps and the whole catalogue into a simulated Kore.ai. */
    public static void install(SimulatedKore kore) {
        SimulatedApp demo = demoApp();
        kore.addBot(STREAM_ID).addBot(OTHER_STREAM_ID).addBot(SAMPLE_STREAM_ID);
        kore.addApp(demo);
        kore.addApp(named(CLIENT_ID_NO_SCOPE).withoutScopes());
        kore.addApp(named(CLIENT_ID_HS512).withAlgorithm(SimulatedApp.Algorithm.HS512));
        kore.addApp(named(CLIENT_ID_ENFORCED_JTI).enforcingJti());
        ALL.forEach(scenario -> scenario.install(kore));
    }

    /** The demonstration app. */
    public static SimulatedApp demoApp() {
        return named(CLIENT_ID);
    }

    /** The sample response of Kore.ai's page "Proactive Notification Status V2", byte for byte. */
    public static byte[] sample() {
        try (InputStream in = Scenarios.class.getResourceAsStream(SAMPLE_RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + SAMPLE_RESOURCE);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SimulatedApp named(String clientId) {
        return SimulatedApp.hs256(clientId, SIMULATED_SECRET, STREAM_ID, SAMPLE_STREAM_ID);
    }

    private static Scenario scenario(
            String id, String description, FaultPlan faults, UnaryOperator<SimulatedRequestBuilder> shape) {
        return new Scenario(id, description, STREAM_ID, true, shape, faults);
    }

    private static Duration seconds(long number) {
        return Duration.ofSeconds(number);
    }
}

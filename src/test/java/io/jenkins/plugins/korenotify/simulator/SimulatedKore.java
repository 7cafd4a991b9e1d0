package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A simulated Kore.ai: takes calls, gives replies, knows the time only from the clock it was given. Thread-safe; the
 * same seed, clock and order of calls give the same replies.
 *
 * <p>A call is judged in this order: outage, path, method, token, rate limit, fault, request. So a call that ends in a
 * reset or an error page has used up its {@code jti} and counts against the limit, as it may at the real server; a call
 * refused for its token or for the number of calls does not count.
 */
public final class SimulatedKore {

    private static final int MAX_REQUESTS = 200_000;
    private static final CallLedger NEVER_CALLED = new CallLedger();

    private final Object lock = new Object();
    private final InstantSource time;
    private final long seed;
    private final CountSheet counts = new CountSheet();
    private final TokenCheck tokens = new TokenCheck();
    private final LimitGate limits = new LimitGate(counts);
    private final Outages outages = new Outages();
    private final Set<String> bots = new HashSet<>();
    private final Map<String, PeakMeter> peaks = new HashMap<>();
    private final Map<String, SimulatedRequest> requests = new HashMap<>();
    private final Map<String, CallLedger> ledgers = new HashMap<>();
    private final Map<String, FaultPlan> faultsById = new HashMap<>();
    private FaultPlan faultsForAll = FaultPlan.none();
    private UnaryOperator<SimulatedRequestBuilder> sendProfile = UnaryOperator.identity();
    private Duration clockOffset = Duration.ZERO;
    private boolean checkTokens = true;
    private boolean varies;
    private Unknowns unknowns = Unknowns.INFERRED;
    private String basePath = "";
    private long sent;

    /**
     * An empty Kore.ai without bots.
     *
     * @param time true time; the server's own clock is this plus {@link #clockOffset(Duration)}
     * @param seed fixes all that is random
     */
    public SimulatedKore(InstantSource time, long seed) {
        this.time = Objects.requireNonNull(time, "time");
        this.seed = seed;
    }

    /** Answers one call. */
    public Reply answer(Call call) {
        Instant now = time.instant();
        synchronized (lock) {
            Reply reply = judge(call, now);
            return reply.headers().containsKey("Date")
                    ? reply
                    : reply.with("Date", Replies.httpDate(now.plus(clockOffset)));
        }
    }

    /** Makes a bot known. */
    public SimulatedKore addBot(String streamId) {
        synchronized (lock) {
            bots.add(streamId);
            peaks.putIfAbsent(streamId, new PeakMeter());
            return this;
        }
    }

    /** Makes an app known, or replaces the one of the same client ID. */
    public SimulatedKore addApp(SimulatedApp app) {
        synchronized (lock) {
            tokens.add(app);
            return this;
        }
    }

    /** From an instant of the server's clock on, an app has another secret; tokens of the old one are refused. */
    public SimulatedKore rotateSecret(SimulatedApp app, String newSecret, Instant from) {
        synchronized (lock) {
            tokens.addFrom(from, app.withSecret(newSecret));
            return this;
        }
    }

    /** Decides what Kore.ai does not document by the seed, for each request and for the server. */
    public SimulatedKore varyUnknowns() {
        synchronized (lock) {
            varies = true;
            unknowns = Unknowns.of(Seeds.mix(seed, "unknowns"));
            limits.status(unknowns.limitStatus());
            return this;
        }
    }

    /** Makes a request known, or replaces the one of the same ID. */
    public SimulatedRequest addRequest(SimulatedRequestBuilder request) {
        synchronized (lock) {
            if (requests.size() >= MAX_REQUESTS) {
                throw new IllegalStateException("more than " + MAX_REQUESTS + " requests");
            }
            SimulatedRequest made = request.build(Seeds.mix(seed, request.id), varies);
            requests.put(made.id(), made);
            return made;
        }
    }

    /** Forgets a request and all that was counted for it. */
    public void removeRequest(String requestId) {
        synchronized (lock) {
            requests.remove(requestId);
            ledgers.remove(requestId);
            faultsById.remove(requestId);
        }
    }

    /** Limit per bot, {@link RateLimits#PER_BOT} unless set; counting begins anew. */
    public SimulatedKore limitPerBot(RateLimits perBot) {
        synchronized (lock) {
            limits.perBot(perBot);
            return this;
        }
    }

    /** Stricter limit per request ID on top, {@link RateLimits#OFF} unless set; counting begins anew. */
    public SimulatedKore limitPerRequestId(RateLimits perRequestId) {
        synchronized (lock) {
            limits.perRequestId(perRequestId);
            return this;
        }
    }

    /** Whether refusals by a limit say how long to wait; {@link RetryAfter#NONE} unless set. */
    public SimulatedKore retryAfter(RetryAfter style) {
        synchronized (lock) {
            limits.retryAfter(style);
            return this;
        }
    }

    /** How refusals by a limit are worded; {@link LimitWording#NEW} unless set. */
    public SimulatedKore wording(LimitWording style) {
        synchronized (lock) {
            limits.wording(style);
            return this;
        }
    }

    /**
     * How far the server's own clock is ahead (positive) or behind. It shows in the {@code Date} header and in time
     * stamps and decides over {@code iat} and {@code exp}; delivery goes by true time.
     */
    public SimulatedKore clockOffset(Duration offset) {
        synchronized (lock) {
            clockOffset = offset;
            return this;
        }
    }

    /** How far {@code iat} may lie in the future (5 minutes unless set); null = not looked at. */
    public SimulatedKore iatTolerance(Duration tolerance) {
        synchronized (lock) {
            tokens.iatTolerance(tolerance);
            return this;
        }
    }

    /** Switches the token check off, for benchmarks of something else. */
    public SimulatedKore checkTokens(boolean check) {
        synchronized (lock) {
            checkTokens = check;
            return this;
        }
    }

    /** A path before {@code /api/public}, as an installation behind a gateway may have; empty unless set. */
    public SimulatedKore basePath(String path) {
        synchronized (lock) {
            basePath = path;
            return this;
        }
    }

    /** Faults of the status calls for one request; they come before those for all. */
    public SimulatedKore faults(String requestId, FaultPlan plan) {
        synchronized (lock) {
            faultsById.put(requestId, plan);
            return this;
        }
    }

    /** Faults of all status calls. */
    public SimulatedKore faultsForAll(FaultPlan plan) {
        synchronized (lock) {
            faultsForAll = plan;
            return this;
        }
    }

    /** Is gone from one instant (included) to another (excluded): whatever arrives is reset and leaves no trace. */
    public SimulatedKore outage(Instant from, Instant to) {
        synchronized (lock) {
            outages.add(from, to);
            return this;
        }
    }

    /** How requests made by a send differ from the default (10 s, LINEAR, nobody fails). */
    public SimulatedKore sendProfile(UnaryOperator<SimulatedRequestBuilder> profile) {
        synchronized (lock) {
            sendProfile = profile;
            return this;
        }
    }

    /** Whether the server is there now, that is, in no {@link #outage}. */
    public boolean reachable() {
        Instant now = time.instant();
        synchronized (lock) {
            return !outages.at(now);
        }
    }

    /** A request by its ID. */
    public Optional<SimulatedRequest> request(String requestId) {
        synchronized (lock) {
            return Optional.ofNullable(requests.get(requestId));
        }
    }

    /**
     * The truth about a request at an instant, without the cost of a body.
     *
     * @throws IllegalArgumentException when there is no such request
     */
    public Summary summary(String requestId, Instant at) {
        return request(requestId)
                .orElseThrow(() -> new IllegalArgumentException("no request " + requestId))
                .summary(at);
    }

    /** What has been seen so far. */
    public Counters counters() {
        synchronized (lock) {
            return counts.snapshot();
        }
    }

    /** Status calls for one request ID so far, refused ones included. */
    public int callsTo(String requestId) {
        synchronized (lock) {
            return ledgers.getOrDefault(requestId, NEVER_CALLED).calls();
        }
    }

    /** When the last status call for one request ID arrived, refused or not; calls during an outage leave no trace. */
    public Optional<Instant> lastCallTo(String requestId) {
        synchronized (lock) {
            return ledgers.getOrDefault(requestId, NEVER_CALLED).last();
        }
    }

    /** How many status calls for one request ID were answered properly. */
    public int soundRepliesTo(String requestId) {
        synchronized (lock) {
            return ledgers.getOrDefault(requestId, NEVER_CALLED).soundReplies();
        }
    }

    /** When a status call for one request ID was first answered by all there is: the final word and every recipient. */
    public Optional<Instant> toldAllSince(String requestId) {
        synchronized (lock) {
            return ledgers.getOrDefault(requestId, NEVER_CALLED).toldAllSince();
        }
    }

    /** The shortest time between two status calls for one request ID; empty before the second. */
    public Optional<Duration> shortestGap(String requestId) {
        synchronized (lock) {
            return ledgers.getOrDefault(requestId, NEVER_CALLED).shortestGap();
        }
    }

    /** The most calls a bot has seen in any rolling minute, refused ones included. */
    public int maxCallsInAnyMinute(String streamId) {
        synchronized (lock) {
            return peaks.containsKey(streamId) ? peaks.get(streamId).minutePeak() : 0;
        }
    }

    /** The most calls a bot has seen in any rolling hour, refused ones included; exact up to a million. */
    public int maxCallsInAnyHour(String streamId) {
        synchronized (lock) {
            return peaks.containsKey(streamId) ? peaks.get(streamId).hourPeak() : 0;
        }
    }

    private Reply judge(Call call, Instant now) {
        counts.calls++;
        if (outages.at(now)) {
            counts.unreachable++;
            return Replies.unreachable();
        }
        Optional<Route> route = Route.of(basePath, call.path());
        if (route.isEmpty()) {
            return call.path().startsWith(basePath + "/api/")
                    ? Replies.error(404, 404, "Not Found")
                    : Replies.html(404, "Not Found");
        }
        return route.get().isStatus() ? judgeStatus(call, route.get(), now) : judgeSend(call, route.get(), now);
    }

    private Reply judgeStatus(Call call, Route route, Instant now) {
        CallLedger ledger = ledger(route.requestId());
        ledger.call(now);
        FaultContext context = new FaultContext(
                route.requestId(),
                ledger.admitted() + 1,
                ledger.calls(),
                now,
                clockOffset,
                Arrays.asList(ledger.admittedAt()),
                seed);
        Optional<Fault> fault = fault(context);
        if (fault.isPresent() && fault.get().unreachable()) {
            counts.unreachable++;
            return fault.get().spoil(context, Replies::unreachable);
        }
        Optional<Reply> refused = refuse(call, route, "GET", now);
        if (refused.isPresent()) {
            return refused.get();
        }
        ledger.admit(now);
        SimulatedRequest request = requests.get(route.requestId());
        if (request != null && request.streamId().equals(route.streamId())) {
            request.polled(now);
        }
        Supplier<Reply> sound = () -> status(route, now);
        if (fault.isPresent()) {
            counts.faults++;
            return fault.get().spoil(context, sound);
        }
        if (isReadable(route, now)) {
            counts.sound++;
            ledger.sound(now, request.isAllListed(now));
        } else {
            counts.unknownIds++;
        }
        return sound.get();
    }

    private Reply judgeSend(Call call, Route route, Instant now) {
        Optional<Reply> refused = refuse(call, route, "POST", now);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<SendBody> body = SendBody.read(call.body(), route.version(), unknowns.acceptsContent());
        if (body.isEmpty()) {
            return Replies.error(412, 412, "Validation errors/ Invalid arguments");
        }
        String id = "ds-" + Seeds.uuid(Seeds.mix(seed, "sent"), sent++);
        SimulatedRequest made = addRequest(sendProfile.apply(SimulatedRequest.named(id)).stream(route.streamId())
                .channel(body.get().channel())
                .identities(body.get().identities())
                .startsAt(now));
        Instant serverNow = now.plus(clockOffset);
        counts.sound++;
        return Replies.json(200, Content.lazy(() -> SendReply.render(made, route.version(), serverNow)));
    }

    /** Method, bot, token and rate limit; empty when the call may pass. */
    private Optional<Reply> refuse(Call call, Route route, String method, Instant now) {
        PeakMeter peak = peaks.get(route.streamId());
        if (peak != null) {
            peak.call(limits.nanos(now));
        }
        if (!call.method().equals(method)) {
            return Optional.of(Replies.error(405, 405, "Method Not Allowed").with("Allow", method));
        }
        Instant serverNow = now.plus(clockOffset);
        Optional<Refusal> refusal =
                checkTokens ? tokens.check(call.authHeader(), route.streamId(), serverNow) : Optional.empty();
        if (refusal.isEmpty() && !bots.contains(route.streamId())) {
            refusal = Optional.of(Refusal.CREDENTIALS);
        }
        if (refusal.isPresent()) {
            counts.unauthorized++;
            counts.replays += refusal.get() == Refusal.REPLAY ? 1 : 0;
            return refusal.map(Refusal::reply);
        }
        return limits.pass(route.streamId(), route.requestId(), now, serverNow);
    }

    private Reply status(Route route, Instant now) {
        if (!isReadable(route, now)) {
            int status = unknowns.unknownIdStatus();
            return Replies.error(status, status == 200 ? 400 : status, "Invalid request ID");
        }
        StatusBody body = new StatusBody(requests.get(route.requestId()), now, clockOffset);
        return Replies.json(200, Content.lazy(() -> body.render(route.version())));
    }

    private boolean isReadable(Route route, Instant now) {
        SimulatedRequest request = requests.get(route.requestId());
        return request != null && request.streamId().equals(route.streamId()) && request.readable(now);
    }

    private Optional<Fault> fault(FaultContext context) {
        FaultPlan own = faultsById.get(context.requestId());
        return own == null ? faultsForAll.at(context) : own.then(faultsForAll).at(context);
    }

    private CallLedger ledger(String requestId) {
        CallLedger known = ledgers.get(requestId);
        if (known == null) {
            known = new CallLedger();
            if (ledgers.size() < MAX_REQUESTS) {
                ledgers.put(requestId, known);
            }
        }
        return known;
    }
}

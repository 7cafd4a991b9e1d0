package io.jenkins.plugins.korenotify;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.connection.KoreConfiguration;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.credentials.KoreCredentialsImpl;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.FaultPlan;
import io.jenkins.plugins.korenotify.simulator.Faults;
import io.jenkins.plugins.korenotify.simulator.SimulatedApp;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import io.jenkins.plugins.korenotify.simulator.SimulatorServer;
import io.jenkins.plugins.korenotify.simulator.Visibility;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A simulated Kore.ai behind loopback HTTP, and the connection and credentials that lead to it. */
public final class KoreFixture implements AutoCloseable {
    public static final String STREAM = "st-jenkins-tests";
    public static final String CLIENT_ID = "cs-jenkins-tests";
    public static final String SECRET = "a-secret-of-the-tests-that-must-show-nowhere=";
    public static final String NEW_SECRET = "another-secret-of-the-tests-to-show-nowhere=";
    public static final String CREDENTIALS_ID = "kore-app";

    private final SimulatedKore kore = new SimulatedKore(InstantSource.system(), 1);
    private final SimulatorServer server;

    private KoreFixture() throws IOException {
        server = SimulatorServer.start(0, kore);
        kore.addBot(STREAM);
        acceptSecret(SECRET);
    }

    public static KoreFixture start() throws IOException {
        return new KoreFixture();
    }

    /** Makes connections of these names to it, with global credentials, instead of all that there were. */
    public void connect(String... names) throws IOException {
        connectTo(url(), names);
    }

    /** The same in a Jenkins of its own process, which knows of a simulated Kore.ai only where it is. */
    public static void connectTo(String url, String... names) throws IOException {
        storeGlobally(app(CREDENTIALS_ID, SECRET));
        KoreConfiguration.get()
                .setConnections(List.of(names).stream()
                        .map(name -> connection(name, url))
                        .toList());
    }

    public KoreConnection connection(String name) {
        return connection(name, url());
    }

    private static KoreConnection connection(String name, String url) {
        KoreConnection connection = new KoreConnection(name);
        connection.setUrl(url);
        connection.setStreamId(STREAM);
        connection.setCredentialsId(CREDENTIALS_ID);
        return connection;
    }

    /** Where it answers. */
    public String url() {
        return server.url().toString();
    }

    public static KoreCredentialsImpl app(String id, String secret) {
        return new KoreCredentialsImpl(CredentialsScope.GLOBAL, id, "", CLIENT_ID, Secret.fromString(secret));
    }

    /** Replaces all global credentials. */
    public static void storeGlobally(Credentials... credentials) throws IOException {
        SystemCredentialsProvider store = SystemCredentialsProvider.getInstance();
        store.getDomainCredentialsMap().put(Domain.global(), new ArrayList<>(List.of(credentials)));
        store.save();
    }

    /** From now on this is the app's secret. */
    public void acceptSecret(String secret) {
        kore.addApp(new SimulatedApp(
                CLIENT_ID,
                secret,
                SimulatedApp.Algorithm.HS256,
                Set.of(STREAM),
                Set.of(SimulatedApp.PROACTIVE_MESSAGES),
                false));
    }

    /** A request that is over. */
    public void finished(String id, int recipients, int failures) {
        kore.addRequest(SimulatedRequest.named(id).stream(STREAM)
                .recipients(recipients)
                .failures(failures)
                .delivering(DeliveryCurve.AT_ONCE, Duration.ZERO)
                .startsAt(Instant.EPOCH));
    }

    /** A request that is over, but leaves some of its recipients open. */
    public void openEnded(String id) {
        finished(id, 10, 0);
        kore.faults(
                id,
                FaultPlan.always(Faults.json("{\"statusLogs\":[{\"channel\":\"ivr\",\"status\":\"SUCCESS\"},"
                        + "{\"channel\":\"ivr\",\"status\":\"IN_PROGRESS\"}],"
                        + "\"count\":2,\"status\":\"SUCCESS\",\"streamId\":\"" + STREAM + "\"}")));
    }

    /** A request that begins with the first question. */
    public void running(String id, int recipients, DeliveryCurve pace, Duration length) {
        kore.addRequest(
                SimulatedRequest.named(id).stream(STREAM).recipients(recipients).delivering(pace, length));
    }

    /** A request that shows nothing of its progress. */
    public void hidden(String id, int recipients, Duration length) {
        kore.addRequest(SimulatedRequest.named(id).stream(STREAM)
                .recipients(recipients)
                .visibility(Visibility.HIDDEN)
                .delivering(DeliveryCurve.LINEAR, length));
    }

    /** A request whose status never comes. */
    public void stalling(String id) {
        finished(id, 10, 0);
        kore.faults(id, FaultPlan.always(Faults.stall()));
    }

    /** The first questions for this request end in 500. */
    public void failingFirst(String id, int times) {
        kore.faults(id, FaultPlan.times(times, Faults.error(500)));
    }

    public void faults(String id, FaultPlan plan) {
        kore.faults(id, plan);
    }

    public SimulatorServer server() {
        return server;
    }

    public int callsTo(String requestId) {
        return kore.callsTo(requestId);
    }

    public long refusedTokens() {
        return kore.counters().unauthorized();
    }

    /** Waits until so many questions for a request have arrived. */
    public void awaitCalls(String requestId, int calls) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (callsTo(requestId) < calls) {
            if (System.nanoTime() > end) {
                throw new AssertionError("only " + callsTo(requestId) + " questions for " + requestId);
            }
            Thread.sleep(20);
        }
    }

    /** Nobody asks for a request any more, for longer than any interval of a poll plan that has just begun. */
    public void assertNoMoreCalls(String requestId) throws InterruptedException {
        int calls = callsTo(requestId);
        Thread.sleep(5_000);
        if (callsTo(requestId) != calls) {
            throw new AssertionError((callsTo(requestId) - calls) + " more questions for " + requestId);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

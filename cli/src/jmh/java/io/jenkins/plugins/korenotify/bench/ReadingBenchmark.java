package io.jenkins.plugins.korenotify.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.RequestStatus;
import io.jenkins.plugins.korenotify.engine.client.StatusReader;
import io.jenkins.plugins.korenotify.simulator.Call;
import io.jenkins.plugins.korenotify.simulator.DeliveryCurve;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import io.jenkins.plugins.korenotify.simulator.SimulatedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading a status against going over the tokens of the same bytes and doing nothing with them. All take the bytes in
 * pieces, as they arrive over a network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadingBenchmark {
    private static final int PIECE = 8 << 10;

    private final JsonFactory json = new JsonFactory();

    /** Recipients in the answer. */
    @Param({"2", "1000", "100000"})
    public int recipients;

    private byte[] answer;

    /** Has the simulated Kore.ai write an answer, 3 % of its recipients failed. */
    @Setup
    public void answer() throws IOException {
        SimulatedKore kore = new SimulatedKore(InstantSource.fixed(Instant.EPOCH), 1)
                .addBot("st-bench")
                .checkTokens(false);
        kore.addRequest(SimulatedRequest.named("ds-bench").stream("st-bench")
                .recipients(recipients)
                .failureShare(0.03)
                .delivering(DeliveryCurve.LINEAR, Duration.ZERO)
                .startsAt(Instant.EPOCH));
        try (InputStream body = kore.answer(Call.get("/api/public/bot/st-bench/notifyV2/status/ds-bench", null))
                .content()
                .open()) {
            answer = body.readAllBytes();
        }
    }

    /** What the plugin does. */
    @Benchmark
    public RequestStatus statusReader() throws KoreException {
        StatusReader reader = new StatusReader();
        for (int from = 0; from < answer.length; from += PIECE) {
            reader.feed(answer, from, Math.min(PIECE, answer.length - from));
        }
        return reader.finish();
    }

    /** The same parser, its tokens only counted. */
    @Benchmark
    public int bareTokenScan() throws IOException {
        try (JsonParser parser = json.createNonBlockingByteArrayParser()) {
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            int tokens = 0;
            for (int from = 0; from < answer.length; from += PIECE) {
                feeder.feedInput(answer, from, from + Math.min(PIECE, answer.length - from));
                while (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
                    tokens++;
                }
            }
            feeder.endOfInput();
            return tokens;
        }
    }

    /** Jackson's other parser, which needs the whole answer, or a thread that waits for it; its tokens only counted. */
    @Benchmark
    public int bareTokenScanBlocking() throws IOException {
        try (JsonParser parser = json.createParser(answer)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            return tokens;
        }
    }
}

package io.jenkins.plugins.korenotify.simulator;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;

/**
 * The simulated Kore.ai beside a Jenkins for demonstrations: the catalogue of {@link Scenarios}, and for each build of
 * the sample jobs a request of its own, named by the build's number, whose delivery begins when the build first asks.
 */
public final class DemonstrationServer {
    private static final int BUILDS = 500;

    private DemonstrationServer() {}

    /**
     * Serves until the process that started it ends.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        SimulatorServer server = SimulatorServer.start(Integer.parseInt(arguments[0]), kore());
        ProcessHandle.current().parent().orElseThrow().onExit().get();
        server.close();
    }

    private static SimulatedKore kore() {
        SimulatedKore kore = Scenarios.kore(InstantSource.system(), 1);
        forBuilds(
                kore,
                "passing",
                r -> r.recipients(200).failures(1).delivering(DeliveryCurve.S_SHAPED, Duration.ofSeconds(20)));
        forBuilds(
                kore,
                "unstable",
                r -> r.recipients(200)
                        .failures(7)
                        .failureComments(Comments.FAILURES)
                        .channel("msteams")
                        .delivering(DeliveryCurve.LINEAR, Duration.ofSeconds(20)));
        forBuilds(
                kore,
                "failing",
                r -> r.recipients(200)
                        .failures(70)
                        .failureComments(Comments.FAILURES)
                        .channel("msteams")
                        .delivering(DeliveryCurve.BURSTS, Duration.ofSeconds(30)));
        forBuilds(kore, "waiting", r -> r.recipients(200).delivering(DeliveryCurve.LONG_TAIL, Duration.ofMinutes(10)));
        return kore;
    }

    private static void forBuilds(SimulatedKore kore, String kind, UnaryOperator<SimulatedRequestBuilder> shape) {
        for (int build = 1; build <= BUILDS; build++) {
            kore.addRequest(
                    shape.apply(SimulatedRequest.named("ds-" + kind + "-" + build).stream(Scenarios.STREAM_ID)));
        }
    }
}

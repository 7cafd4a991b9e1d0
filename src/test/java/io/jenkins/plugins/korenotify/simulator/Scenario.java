package io.jenkins.plugins.korenotify.simulator;

import java.util.function.UnaryOperator;

/**
 * One ready request of the catalogue.
 *
 * @param requestId the ID to ask for
 * @param description one line: what it does and what to expect
 * @param streamId the bot it belongs to
 * @param known false for an ID that is deliberately not there
 * @param shape turns an empty description of a request into this one
 * @param faults the trouble that comes with it
 */
public record Scenario(
        String requestId,
        String description,
        String streamId,
        boolean known,
        UnaryOperator<SimulatedRequestBuilder> shape,
        FaultPlan faults) {

    /** Puts the request into a simulated Kore.ai. */
    public void install(SimulatedKore kore) {
        if (known) {
            kore.addRequest(shape.apply(SimulatedRequest.named(requestId).stream(streamId)));
            kore.faults(requestId, faults);
        }
    }
}

package io.jenkins.plugins.korenotify.simulator;

/**
 * What the simulated Kore.ai has seen so far.
 *
 * @param calls all calls, also those that found nobody home
 * @param unreachable calls during an outage
 * @param unauthorized calls whose token was refused
 * @param replays of those, calls with a {@code jti} used before
 * @param limitedByMinute calls refused by the bot's limit per minute
 * @param limitedByHour calls refused by the bot's limit per hour
 * @param limitedByRequestId calls refused by the stricter limit per request ID
 * @param faults calls answered by a fault instead of a sound reply
 * @param unknownIds status calls for an ID that is unknown (or not readable yet)
 * @param sound status and send calls answered properly
 */
public record Counters(
        long calls,
        long unreachable,
        long unauthorized,
        long replays,
        long limitedByMinute,
        long limitedByHour,
        long limitedByRequestId,
        long faults,
        long unknownIds,
        long sound) {

    /** Calls refused for their number by any of the limits; faults that look like it are not counted. */
    public long limited() {
        return limitedByMinute + limitedByHour + limitedByRequestId;
    }
}

package io.jenkins.plugins.korenotify.simulator;

import java.util.function.Supplier;

/** One kind of trouble with a reply. */
@FunctionalInterface
public interface Fault {

    /**
     * Makes the spoilt reply.
     *
     * @param context the call
     * @param sound renders the reply that would be right; need not be used
     */
    Reply spoil(FaultContext context, Supplier<Reply> sound);

    /** Whether the server is not even there: no token is looked at, nothing is counted against a limit. */
    default boolean unreachable() {
        return false;
    }
}

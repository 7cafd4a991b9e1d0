package io.jenkins.plugins.korenotify.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * When which fault strikes. Plans keep no state: what they decide depends on the call alone, so one plan may serve many
 * requests, and a run repeats exactly.
 */
@FunctionalInterface
public interface FaultPlan {

    /** The fault that strikes this call, or empty. */
    Optional<Fault> at(FaultContext context);

    /** This plan; where it is silent, the other. */
    default FaultPlan then(FaultPlan other) {
        return context -> {
            Optional<Fault> mine = at(context);
            return mine.isPresent() ? mine : other.at(context);
        };
    }

    /** Never. */
    static FaultPlan none() {
        return context -> Optional.empty();
    }

    /** Every call. */
    static FaultPlan always(Fault fault) {
        return context -> Optional.of(fault);
    }

    /** The first {@code times} calls. */
    static FaultPlan times(int times, Fault fault) {
        return onCalls(1, times, fault);
    }

    /** Calls number {@code first} to {@code last}, counted per request from 1. */
    static FaultPlan onCalls(int first, int last, Fault fault) {
        return when(context -> context.callNumber() >= first && context.callNumber() <= last, fault);
    }

    /** One fault per call, in this order, then none; {@link Faults#NONE} leaves a call alone. */
    static FaultPlan inSequence(Fault... faults) {
        List<Fault> list = List.of(faults);
        return context -> context.callNumber() <= list.size()
                ? Optional.of(list.get(context.callNumber() - 1)).filter(fault -> fault != Faults.NONE)
                : Optional.empty();
    }

    /** From one instant (included) to another (excluded). */
    static FaultPlan during(Instant from, Instant to, Fault fault) {
        return when(context -> !context.now().isBefore(from) && context.now().isBefore(to), fault);
    }

    /** For so long from the request's first call on, that call included. */
    static FaultPlan firstFor(Duration length, Fault fault) {
        return when(
                context -> context.callAt(1)
                        .filter(first -> context.now().isBefore(first.plus(length)))
                        .isPresent(),
                fault);
    }

    /** For so long after the request's call number {@code call} (1 to 16), which is itself left alone. */
    static FaultPlan afterCall(int call, Duration length, Fault fault) {
        if (call < 1 || call > CallLedger.REMEMBERED) {
            throw new IllegalArgumentException("call number 1 to " + CallLedger.REMEMBERED);
        }
        return when(
                context -> context.callNumber() > call
                        && context.callAt(call)
                                .filter(then -> context.now().isBefore(then.plus(length)))
                                .isPresent(),
                fault);
    }

    /** With this probability per call, one of the faults; fixed by the seed. */
    static FaultPlan randomly(double probability, Fault... faults) {
        List<Fault> list = List.of(faults);
        return context -> {
            double chance = context.chance();
            return chance < probability
                    ? Optional.of(list.get((int) (chance / probability * list.size())))
                    : Optional.empty();
        };
    }

    private static FaultPlan when(Predicate<FaultContext> condition, Fault fault) {
        return context -> condition.test(context) ? Optional.of(fault) : Optional.empty();
    }
}

package io.jenkins.plugins.korenotify.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryRunTest {

    private static final int DURATION = 60_000;

    @ParameterizedTest
    @EnumSource
    void everyCurveRisesFromNothingToItsEnd(DeliveryCurve curve) {
        for (long seed = 0; seed < 200; seed++) {
            double before = curve.share(0, seed);
            assertThat(before).isZero();
            for (int i = 1; i <= 300; i++) {
                double share = curve.share(i / 300.0, seed);
                assertThat(share).isBetween(before, 1.0);
                before = share;
            }
            assertThat(before == 1).isEqualTo(curve.finishes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoHundredSeedsGiveTwoHundredRuns(DeliveryCurve curve) {
        Set<String> runs = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            DeliveryRun run = new DeliveryRun(curve, DURATION, 500, 20, seed);
            StringBuilder trace = new StringBuilder();
            for (int at = 0; at <= DURATION; at += 1000) {
                int done = run.done(at);
                trace.append(done).append('/').append(run.failedAmong(done)).append(' ');
            }
            runs.add(trace.append(run.failed(3))
                    .append(run.identity(0))
                    .append(run.finishedAt())
                    .toString());
        }
        assertThat(runs).hasSize(200);
    }

    @ParameterizedTest
    @EnumSource
    void followsItsCurveClosely(DeliveryCurve curve) {
        for (long seed = 0; seed < 20; seed++) {
            DeliveryRun run = new DeliveryRun(curve, DURATION, 1000, 0, seed);
            for (int at = 0; at <= DURATION; at += 500) {
                double low = curve.share((at - 1500.0) / DURATION, seed) * 1000 - 3;
                double high = curve.share((at + 1500.0) / DURATION, seed) * 1000 + 3;
                assertThat((double) run.done(at)).isBetween(low, high);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenItShould(DeliveryCurve curve) {
        for (int recipients : new int[] {1, 2, 3, 64, 65, 1000}) {
            DeliveryRun run = new DeliveryRun(curve, DURATION, recipients, recipients / 3, 11);
            if (curve.finishes()) {
                int end = run.finishedAt();
                assertThat(end).isBetween(DURATION * 75 / 100, DURATION);
                assertThat(run.done(end)).isEqualTo(recipients);
                assertThat(run.done(end - 1)).isLessThan(recipients);
                assertThat(run.failedAmong(recipients)).isEqualTo(recipients / 3);
            } else {
                assertThat(run.finishedAt()).isEqualTo(DeliveryRun.NEVER_MILLIS);
                assertThat(run.done(Long.MAX_VALUE)).isLessThan(recipients);
            }
            assertThat(run.done(-1)).isZero();
        }
    }

    @Test
    void everyIdentityIsUsedOnce() {
        for (int recipients : new int[] {1, 2, 3, 10, 97, 1000}) {
            DeliveryRun run = new DeliveryRun(DeliveryCurve.LINEAR, DURATION, recipients, 0, 5);
            BitSet seen = new BitSet();
            for (int order = 0; order < recipients; order++) {
                seen.set(run.identity(order));
            }
            assertThat(seen.cardinality()).isEqualTo(recipients);
            assertThat(seen.length()).isEqualTo(recipients);
        }
    }

    @Test
    void failuresAreCountedAsTheyAreMarked() {
        DeliveryRun run = new DeliveryRun(DeliveryCurve.LINEAR, DURATION, 333, 57, 9);
        int failed = 0;
        for (int order = 0; order < 333; order++) {
            assertThat(run.failedAmong(order)).isEqualTo(failed);
            failed += run.failed(order) ? 1 : 0;
        }
        assertThat(failed).isEqualTo(57);
        assertThat(run.failedAmong(333)).isEqualTo(57);
    }

    @Test
    void nobodyToNotifyIsDoneAtOnce() {
        DeliveryRun run = new DeliveryRun(DeliveryCurve.BURSTS, DURATION, 0, 0, 1);
        assertThat(run.finishedAt()).isZero();
        assertThat(run.done(100)).isZero();
        assertThat(run.failedAmong(0)).isZero();
    }
}

package io.jenkins.plugins.korenotify.bench;

import java.util.Locale;

/**
 * The reader and the bare scan of {@link ReadingBenchmark} in turns within one process, so that a machine whose speed
 * drifts slows both alike. Prints the quickest round of each and their ratio.
 */
public final class ReadingInTurns {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 60;

    private ReadingInTurns() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("| recipients | reader, µs | bare token scan, µs | speed of the reader, of the scan's |");
        System.out.println("|---|---|---|---|");
        for (int recipients : new int[] {2, 1_000, 100_000}) {
            ReadingBenchmark benchmark = new ReadingBenchmark();
            benchmark.recipients = recipients;
            benchmark.answer();
            int repetitions = Math.max(1, 50_000 / recipients);
            long reader = Long.MAX_VALUE;
            long scan = Long.MAX_VALUE;
            long done = 0;
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < repetitions; i++) {
                    done += benchmark.statusReader().counts().total();
                }
                long between = System.nanoTime();
                for (int i = 0; i < repetitions; i++) {
                    done += benchmark.bareTokenScan();
                }
                long end = System.nanoTime();
                if (round >= WARM_UP) {
                    reader = Math.min(reader, between - start);
                    scan = Math.min(scan, end - between);
                }
            }
            if (done <= 0) {
                throw new IllegalStateException("Nothing was read");
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f | %.1f | %.2f |%n",
                    recipients,
                    reader / 1e3 / repetitions,
                    scan / 1e3 / repetitions,
                    (double) scan / reader);
        }
    }
}

package io.jenkins.plugins.korenotify.benchmark;

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Counts this process' threads twice a second. */
final class ThreadCounts {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Pattern NUMBER = Pattern.compile("\\[?#?\\d+\\]?|0x[0-9a-f]+|@[0-9a-f]+");

    private final List<Count> counts = new ArrayList<>();
    private final Thread thread = new Thread(this::count, "thread counts");

    /**
     * Threads at a moment.
     *
     * @param at milliseconds since the epoch
     * @param all how many there are
     * @param own how many of them are the plugin's or work for it alone
     */
    record Count(long at, int all, int own) implements Serializable {}

    ThreadCounts() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The most of each that there were within a time. */
    synchronized Count most(long from, long to) {
        Count most = new Count(to, 0, 0);
        for (Count count : counts) {
            if (count.at() >= from && count.at() <= to) {
                most = new Count(to, Math.max(most.all(), count.all()), Math.max(most.own(), count.own()));
            }
        }
        return most;
    }

    /** CPU time this has cost so far, in nanoseconds. */
    long cost() {
        return THREADS.getThreadCpuTime(thread.getId());
    }

    /** CPU time that the living threads have used so far, in nanoseconds, by name without numbers. */
    static TreeMap<String, Long> cpuByName() {
        TreeMap<String, Long> names = new TreeMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            long used = THREADS.getThreadCpuTime(id);
            if (info != null && used > 0) {
                names.merge(unnumbered(info.getThreadName()), used, Long::sum);
            }
        }
        return names;
    }

    /** How many threads there are now, by name without numbers. */
    static TreeMap<String, Integer> byName() {
        TreeMap<String, Integer> names = new TreeMap<>();
        names().forEach(name -> names.merge(unnumbered(name), 1, Integer::sum));
        return names;
    }

    /** What there is more of now than there was. */
    static String grown(Map<String, Integer> before, Map<String, Integer> now) {
        List<String> more = new ArrayList<>();
        now.forEach((name, number) -> {
            int added = number - before.getOrDefault(name, 0);
            if (added > 0) {
                more.add(added + " × " + name);
            }
        });
        return String.join(", ", more);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (ThreadInfo info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (Objects.nonNull(info)) {
                names.add(info.getThreadName());
            }
        }
        return names;
    }

    private static String unnumbered(String name) {
        return NUMBER.matcher(name).replaceAll("*");
    }

    /** Whether a thread is the plugin's or works for it alone. */
    static boolean isOwn(String name) {
        return name.startsWith("kore-notify-")
                || name.startsWith("HttpClient-")
                || name.startsWith("CompletableFutureDelayScheduler");
    }

    private void count() {
        try {
            while (true) {
                List<String> names = names();
                Count count = new Count(System.currentTimeMillis(), names.size(), (int)
                        names.stream().filter(ThreadCounts::isOwn).count());
                synchronized (this) {
                    counts.add(count);
                }
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.jenkins.plugins.korenotify.chaos;

import io.jenkins.plugins.korenotify.chaos.HandOnController.Answer;
import io.jenkins.plugins.korenotify.simulator.SimulatedKore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension.StepWithReturnAndTwoArgs;

/** Ends builds by hand when they are due, on a thread of its own, so that a kill may come at any moment of it. */
final class Hand implements AutoCloseable {
    private static final long LOOKS = 300;

    private final RealJenkinsExtension jenkins;
    private final SimulatedKore kore;
    private final Uptime uptime;
    private final List<ChaosBuild> due = new ArrayList<>();
    private final Map<String, HandMade> made = new HashMap<>();
    private final Thread thread = new Thread(this::work, "hand");

    Hand(RealJenkinsExtension jenkins, SimulatedKore kore, Uptime uptime) {
        this.jenkins = jenkins;
        this.kore = kore;
        this.uptime = uptime;
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    /** Takes a build on, if it is to be ended by hand. */
    synchronized void add(ChaosBuild build) {
        if (build.plannedEnd() != null) {
            due.add(build);
        }
    }

    /** Jenkins is about to be killed, or the trial is over. */
    synchronized void settle() {
        made.values().forEach(one -> one.settle(kore));
    }

    /** How a build was ended; empty if it was not. */
    synchronized Optional<HandMade> of(ChaosBuild build) {
        return Optional.ofNullable(made.get(build.name()));
    }

    private synchronized List<ChaosBuild> dueNow() {
        long now = System.currentTimeMillis();
        return due.stream().filter(build -> build.plannedEnd().due() <= now).toList();
    }

    private void work() {
        try {
            while (true) {
                for (ChaosBuild build : uptime.isUp() ? dueNow() : List.<ChaosBuild>of()) {
                    end(build);
                }
                Thread.sleep(LOOKS);
            }
        } catch (InterruptedException e) {
            // The trial is over.
        }
    }

    private void end(ChaosBuild build) throws InterruptedException {
        int life = uptime.count();
        try {
            Answer answer = jenkins.runRemotely(
                    (StepWithReturnAndTwoArgs<Answer, String, PlannedEnd>) HandOnController::end,
                    build.name(),
                    build.plannedEnd());
            synchronized (this) {
                if (answer != Answer.NOT_STARTED) {
                    due.remove(build);
                }
                if (answer == Answer.DONE) {
                    // If it was killed meanwhile, there is nobody to blame.
                    boolean same = uptime.isUp() && uptime.count() == life;
                    made.put(build.name(), new HandMade(build, same ? System.currentTimeMillis() : 0));
                }
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            System.err.println(build.name() + " was perhaps ended, " + build.plannedEnd() + ": " + e);
            synchronized (this) {
                due.remove(build);
                made.put(build.name(), new HandMade(build, 0));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join(30_000);
    }
}

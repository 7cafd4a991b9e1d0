package io.jenkins.plugins.korenotify.report;

import hudson.Extension;
import hudson.XmlFile;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.XStream2;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.model.lazy.LazyBuildMixIn;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/**
 * The figures of the latest builds of a job that had checks, kept beside the job in a file of their own.
 *
 * <p>They are also in the records of the builds. But to show them from there, either all these records would have to be
 * loaded, which is slow, or only those could be shown that happen to be loaded, so that the trend would change with
 * whatever else is looked at. The file is small, read once, and has all that is shown; which of its builds still exist,
 * Jenkins knows without loading them. Being in the job's folder it goes with a job that is renamed, moved or deleted,
 * and not with a copy, as the builds do.
 *
 * <p>Whatever build is loaded for other reasons adds its figures, so a file that is missing or could not be written
 * fills again. Nothing here fails a build or a page. Safe for concurrent use.
 */
final class JobTrend {
    /** The most builds that are kept: those with the highest numbers. */
    static final int MAX_BUILDS = 100;

    static final String FILE = "kore-notify-status-trend.xml";

    private static final Logger LOGGER = Logger.getLogger(JobTrend.class.getName());
    private static final XStream2 XSTREAM = new XStream2();

    static {
        XSTREAM.alias("trend", Stored.class);
        XSTREAM.alias("build", TrendPoint.class);
    }

    private static final Map<Job<?, ?>, JobTrend> TRENDS = Collections.synchronizedMap(new WeakHashMap<>());

    private final NavigableMap<Integer, TrendPoint> builds = new TreeMap<>();
    private boolean read;
    private final Object writing = new Object();

    /** What stands in the file. The names of the fields stay as they are. */
    private static final class Stored {
        private final List<TrendPoint> builds;

        Stored(List<TrendPoint> builds) {
            this.builds = builds;
        }
    }

    private static JobTrend of(Job<?, ?> job) {
        return TRENDS.computeIfAbsent(job, any -> new JobTrend());
    }

    /** The figures of those builds that still exist, the latest first. Loads no build. */
    static List<TrendPoint> builds(Job<?, ?> job) {
        return of(job).latestFirst(job).stream()
                .filter(build -> exists(job, build.number))
                .toList();
    }

    /** A build's checks as they are now: keeps their figures beside the job. */
    static void put(Run<?, ?> run, List<CheckResult> checks) {
        try {
            Job<?, ?> job = current(run.getParent());
            if (job != null && !checks.isEmpty()) {
                JobTrend trend = of(job);
                trend.put(job, new TrendPoint(run.getNumber(), checks));
                trend.write(job);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "No trend has the checks of " + run);
        }
    }

    /** The record of a build was loaded: knows its figures from now on, without writing anything. */
    static void loaded(Run<?, ?> run, List<CheckResult> checks) {
        if (!checks.isEmpty()) {
            of(run.getParent()).add(new TrendPoint(run.getNumber(), checks));
        }
    }

    /** The job as Jenkins has it: if it was read anew since a build began, the build's is another. Null: deleted. */
    private static Job<?, ?> current(Job<?, ?> job) {
        try (ACLContext asJenkins = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(job.getFullName(), Job.class);
        }
    }

    private static boolean exists(Job<?, ?> job, int number) {
        return !(job instanceof LazyBuildMixIn.LazyLoadingJob<?, ?> lazy)
                || lazy.getLazyBuildMixIn().getRunMap().runExists(number);
    }

    private synchronized List<TrendPoint> latestFirst(Job<?, ?> job) {
        read(job);
        return List.copyOf(builds.descendingMap().values());
    }

    private synchronized void put(Job<?, ?> job, TrendPoint build) {
        read(job);
        // Builds that vanished unheard must not crowd out others, whose numbers may be lower.
        builds.keySet().removeIf(number -> !exists(job, number));
        add(build);
    }

    private synchronized void add(TrendPoint build) {
        if (build.isSound()) {
            builds.put(build.number, build);
        }
        if (builds.size() > MAX_BUILDS) {
            builds.pollFirstEntry();
        }
    }

    private synchronized boolean remove(Job<?, ?> job, int number) {
        read(job);
        return builds.remove(number) != null;
    }

    private void read(Job<?, ?> job) {
        if (read) {
            return;
        }
        read = true;
        XmlFile file = file(job);
        try {
            if (file.exists() && file.read() instanceof Stored stored && stored.builds != null) {
                List<TrendPoint> later = List.copyOf(builds.values());
                stored.builds.stream().filter(Objects::nonNull).forEach(this::add);
                later.forEach(this::add);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Cannot read " + file + "; the trend begins anew");
        }
    }

    private void write(Job<?, ?> job) {
        synchronized (writing) {
            XmlFile file = file(job);
            try {
                // A job that is being deleted must not come back as an empty folder.
                if (file.getFile().getParentFile().isDirectory()) {
                    file.write(new Stored(new ArrayList<>(latestFirst(job))));
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.WARNING, e, () -> "Cannot write " + file);
            }
        }
    }

    private static XmlFile file(Job<?, ?> job) {
        return new XmlFile(XSTREAM, new File(job.getRootDir(), FILE));
    }

    /** Takes deleted builds out: their numbers might be given again. */
    @Extension
    @Restricted(NoExternalUse.class)
    public static final class DeletedBuilds extends RunListener<Run<?, ?>> {
        @Override
        public void onDeleted(Run<?, ?> run) {
            Job<?, ?> job = current(run.getParent());
            if (job != null && of(job).remove(job, run.getNumber())) {
                of(job).write(job);
            }
        }
    }
}

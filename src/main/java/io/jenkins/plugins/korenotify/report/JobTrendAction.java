package io.jenkins.plugins.korenotify.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import net.sf.json.JSONArray;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How the checks of a job's latest builds ended: on the job's page, and on a page of its own. There is none where no
 * build has figures. Whoever may read the job may see it.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class JobTrendAction implements Action, StaplerProxy {
    private final Job<?, ?> job;
    private final List<TrendPoint> builds;

    private JobTrendAction(Job<?, ?> job, List<TrendPoint> builds) {
        this.job = job;
        this.builds = builds;
    }

    /** The job. */
    public Job<?, ?> getJob() {
        return job;
    }

    /** The builds, the latest first. */
    @Exported(inline = true)
    public List<TrendPoint> getBuilds() {
        return builds;
    }

    /** What draws the trend; often nothing does. */
    public List<Charts> getCharts() {
        return ExtensionList.lookup(Charts.class);
    }

    /**
     * The same numbers for a chart, the latest build last, as JSON: an array per build of its number, delivered, failed
     * and pending recipients, and the success rate or null.
     */
    public String getFigures() {
        JSONArray figures = new JSONArray();
        for (TrendPoint build : builds) {
            figures.add(
                    0,
                    JSONArray.fromObject(Arrays.asList(
                            build.number, build.delivered, build.failed, build.pending, build.getSuccessRate())));
        }
        return figures.toString();
    }

    /** REST. */
    public Api getApi() {
        return new Api(this);
    }

    @Override
    public Object getTarget() {
        job.checkPermission(Item.READ);
        return this;
    }

    @Override
    public String getIconFileName() {
        return "symbol-analytics";
    }

    @Override
    public String getDisplayName() {
        return Messages.JobTrendAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "koreNotifyStatusTrend";
    }

    /** Gives it to the jobs. */
    @Extension
    @Restricted(NoExternalUse.class)
    @SuppressWarnings("rawtypes") // Class has no generic type of a job
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return JobTrendAction.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            Job<?, ?> job = target;
            List<TrendPoint> builds = JobTrend.builds(job);
            return builds.isEmpty() ? List.of() : List.of(new JobTrendAction(job, builds));
        }
    }
}

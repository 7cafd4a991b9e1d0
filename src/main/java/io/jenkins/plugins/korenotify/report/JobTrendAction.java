package io.jenkins.plugins.korenotify.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
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

    /** REST. */
    public Api getApi() {
        return new Api(this);
    }

    /** What draws the trend above the table; often nothing does. */
    public List<TrendChart> getCharts() {
        return ExtensionList.lookup(TrendChart.class);
    }

    /**
     * The same figures for a chart, the latest last, as JSON: an array per build of its number, delivered, failed and
     * pending recipients, and the rate as text or null.
     */
    public String getFigures() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartArray();
            for (int i = builds.size() - 1; i >= 0; i--) {
                TrendPoint build = builds.get(i);
                json.writeStartArray();
                json.writeNumber(build.getNumber());
                json.writeNumber(build.getDelivered());
                json.writeNumber(build.getFailed());
                json.writeNumber(build.getPending());
                json.writeString(build.getSuccessRate());
                json.writeEndArray();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
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

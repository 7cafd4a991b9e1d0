package io.jenkins.plugins.korenotify.report;

import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The checks of one build: what is kept of those that came to a verdict, and how far those are that wait. A build has
 * one of these at most. Whoever may read the build's job may see it; showing it asks nobody anything.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class KoreNotifyStatusAction implements RunAction2, StaplerProxy {
    /** The most checks that are kept; of more, only the number is. */
    static final int MAX_CHECKS = 100;

    private static final int MAX_IN_SUMMARY = 10;
    private static final Object ADDING = new Object();

    // Never changed once it is here, so that it may be stored while checks go on.
    private List<CheckRecord> checks = new ArrayList<>();
    private int checksOmitted;

    private transient Run<?, ?> run;
    private transient List<RunningCheck> open = new CopyOnWriteArrayList<>();

    /** The one of a build, which need not be stored at once. */
    static KoreNotifyStatusAction of(Run<?, ?> run) {
        synchronized (ADDING) {
            KoreNotifyStatusAction known = run.getAction(KoreNotifyStatusAction.class);
            if (known != null) {
                return known;
            }
            KoreNotifyStatusAction added = new KoreNotifyStatusAction();
            run.addAction(added);
            return added;
        }
    }

    private synchronized Object readResolve() {
        open = new CopyOnWriteArrayList<>();
        checks = checks == null ? new ArrayList<>() : checks;
        return this;
    }

    @Override
    public void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public void onLoad(Run<?, ?> owner) {
        run = owner;
        JobTrend.loaded(owner, getChecks());
    }

    void show(RunningCheck check) {
        open.add(check);
    }

    void hide(RunningCheck check) {
        open.remove(check);
    }

    /**
     * Keeps a check that came to its verdict. One that was kept before, under the same key, is replaced: its build was
     * not stored far enough when Jenkins went away.
     *
     * @return its number; 0 if there are too many to keep it
     */
    synchronized int keep(RunningCheck check, CheckResult result, Timeline.Kept timeline) {
        List<CheckRecord> changed = new ArrayList<>(checks);
        int index = 0;
        while (index < changed.size() && !check.key().equals(changed.get(index).key())) {
            index++;
        }
        int number = index + 1;
        if (index < changed.size()) {
            changed.set(index, CheckRecord.of(number, check, result, timeline));
        } else if (index < MAX_CHECKS) {
            changed.add(CheckRecord.of(number, check, result, timeline));
        } else {
            checksOmitted++;
            number = 0;
        }
        checks = changed;
        open.remove(check);
        return number;
    }

    /** The version of the form in which checks are given. */
    @Exported
    public int getSchemaVersion() {
        return CheckResultJson.SCHEMA_VERSION;
    }

    /** The checks that came to a verdict, in that order; at most {@value #MAX_CHECKS}. */
    @Exported(inline = true)
    public synchronized List<CheckRecord> getChecks() {
        return List.copyOf(checks);
    }

    /** How many more came to a verdict. */
    @Exported
    public synchronized int getChecksOmitted() {
        return checksOmitted;
    }

    /** The checks that wait, as they stand now. */
    @Exported(inline = true)
    public List<CheckRecord> getWaiting() {
        long now = System.currentTimeMillis();
        return open.stream().map(check -> check.standing(now)).toList();
    }

    /** First those that wait, then the others. */
    public List<CheckRecord> getAll() {
        List<CheckRecord> all = new ArrayList<>(getWaiting());
        all.addAll(getChecks());
        return all;
    }

    /** Those of {@link #getAll()} that the build's page has room for. */
    public List<CheckRecord> getSummarized() {
        List<CheckRecord> all = getAll();
        return all.subList(0, Math.min(MAX_IN_SUMMARY, all.size()));
    }

    /** How many others there are. */
    public int getNotSummarized() {
        return Math.max(0, getAll().size() - MAX_IN_SUMMARY) + getChecksOmitted();
    }

    /** How the checks stand together, as a symbol. */
    public String getSummaryIcon() {
        return DisplayStatus.of(getAll()).icon();
    }

    /** Whether a check waits. */
    public boolean isAnyWaiting() {
        return !open.isEmpty();
    }

    /** What is said when the page has changed. */
    public String getStatusLine() {
        int waiting = open.size();
        return waiting == 0
                ? Messages.KoreNotifyStatusAction_ended()
                : Messages.KoreNotifyStatusAction_waiting(waiting);
    }

    /** The build. */
    public Run<?, ?> getRun() {
        return run;
    }

    /** REST. */
    public Api getApi() {
        return new Api(this);
    }

    @Override
    public Object getTarget() {
        run.checkPermission(Item.READ);
        return this;
    }

    @Override
    public String getIconFileName() {
        return open.isEmpty() && getChecks().isEmpty() ? null : "symbol-notifications";
    }

    @Override
    public String getDisplayName() {
        return Messages.KoreNotifyStatusAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "koreNotifyStatus";
    }
}

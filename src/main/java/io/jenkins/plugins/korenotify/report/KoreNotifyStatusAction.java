package io.jenkins.plugins.korenotify.report;

import com.fasterxml.jackson.core.type.TypeReference;
import hudson.ExtensionList;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The checks of one build: the stored results of those that ended, and the progress of those that wait. A build has one of
 * these at most. Whoever may read the job may see it; showing it sends no request.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class KoreNotifyStatusAction implements RunAction2, StaplerProxy {
    /** The largest number of results that are stored; of more, only the number is. */
    static final int MAX_CHECKS = 100;

    /** The largest number of requests in a result that is stored; the archived document has more. */
    private static final int MAX_REQUESTS = 50;

    private static final int MAX_IN_SUMMARY = 10;
    private static final Object ADDING = new Object();

    // Replaced, never changed, so that it can be stored while checks go on.
    private List<StoredCheck> checks = new ArrayList<>();
    private int checksOmitted;

    private transient Run<?, ?> run;
    private transient List<RunningCheck> running = new CopyOnWriteArrayList<>();

    /** The action of a build, added if there is none. */
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
        running = new CopyOnWriteArrayList<>();
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
        JobTrend.loaded(owner, getResults());
    }

    void show(RunningCheck check) {
        running.add(check);
    }

    /**
     * Keeps the result of a check that ended. One that was kept before, under the same key, is replaced: Jenkins went away
     * before everything about it was stored.
     *
     * @return its number; 0 if there are too many to keep it
     */
    synchronized int store(RunningCheck check, CheckResult result) {
        List<StoredCheck> changed = new ArrayList<>(checks);
        int index = 0;
        while (index < changed.size() && !check.key().equals(changed.get(index).key())) {
            index++;
        }
        int number = index + 1;
        StoredCheck stored = new StoredCheck(number, check.key(), check.isArchived(), result.bounded(MAX_REQUESTS));
        if (index < changed.size()) {
            changed.set(index, stored);
        } else if (index < MAX_CHECKS) {
            changed.add(stored);
        } else {
            checksOmitted++;
            number = 0;
        }
        checks = changed;
        running.remove(check);
        return number;
    }

    /** The results of the checks that ended, in that order. */
    public synchronized List<CheckResult> getResults() {
        return checks.stream().map(StoredCheck::result).toList();
    }

    /** The results of the checks that wait, as far as they are known. */
    public List<CheckResult> getSnapshots() {
        long now = System.currentTimeMillis();
        return running.stream().map(check -> check.snapshot(now)).toList();
    }

    private synchronized List<StoredCheck> stored() {
        return List.copyOf(checks);
    }

    /** The version of the form in which checks are given. */
    @Exported
    public int getSchemaVersion() {
        return CheckResult.SCHEMA_VERSION;
    }

    /** The checks that ended, in that order, in the form of the JSON document; at most {@value #MAX_CHECKS}. */
    @Exported
    public List<Map<String, Object>> getChecks() {
        return getResults().stream().map(KoreNotifyStatusAction::toMap).toList();
    }

    /** How many more checks ended. */
    @Exported
    public synchronized int getChecksOmitted() {
        return checksOmitted;
    }

    /** The checks that wait, as they stand now, in the same form. */
    @Exported
    public List<Map<String, Object>> getWaiting() {
        return getSnapshots().stream().map(KoreNotifyStatusAction::toMap).toList();
    }

    private static Map<String, Object> toMap(CheckResult result) {
        return CheckResultJson.mapper().convertValue(result, new TypeReference<>() {});
    }

    /** All checks for the page, those that wait first. */
    public List<CheckView> getViews() {
        long now = System.currentTimeMillis();
        List<CheckView> views = new ArrayList<>();
        running.forEach(check -> views.add(CheckView.waiting(check, now)));
        stored().forEach(check -> views.add(CheckView.ended(check)));
        return views;
    }

    /** Those that the build's page has room for. */
    public List<CheckView> getSummarized() {
        List<CheckView> views = getViews();
        return views.subList(0, Math.min(MAX_IN_SUMMARY, views.size()));
    }

    /** How many others there are. */
    public int getNotSummarized() {
        return Math.max(0, running.size() + getResults().size() - MAX_IN_SUMMARY) + getChecksOmitted();
    }

    /** The most severe status, as a symbol. */
    public String getSummaryIcon() {
        return getViews().stream()
                .map(CheckView::status)
                .min(Comparator.naturalOrder())
                .orElse(DisplayStatus.PASSED)
                .icon();
    }

    /** Whether a check waits. */
    public boolean isAnyWaiting() {
        return !running.isEmpty();
    }

    /** What is announced when the page has changed. */
    public String getStatusLine() {
        int waiting = running.size();
        return waiting == 0
                ? Messages.KoreNotifyStatusAction_ended()
                : Messages.KoreNotifyStatusAction_waiting(waiting);
    }

    /** What draws charts; often nothing does. */
    public List<TrendChart> getCharts() {
        return ExtensionList.lookup(TrendChart.class);
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
        return running.isEmpty() && getResults().isEmpty() ? null : "symbol-notifications";
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

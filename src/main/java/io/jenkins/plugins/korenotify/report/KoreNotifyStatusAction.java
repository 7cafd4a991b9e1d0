package io.jenkins.plugins.korenotify.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.ExtensionList;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.korenotify.connection.PollSchedulerRegistry;
import io.jenkins.plugins.korenotify.engine.result.CheckResult;
import io.jenkins.plugins.korenotify.engine.result.CheckResultJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import jenkins.model.RunAction2;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The checks of one build: the results of those that ended, and how far the others are. A build has at most one of
 * these. Whoever may read the build's job may see it; showing it sends no request anywhere.
 */
@ExportedBean
@Restricted(NoExternalUse.class) // Jelly, REST
public final class KoreNotifyStatusAction implements RunAction2, StaplerProxy {
    /** The largest number of checks that are stored; further ones are only counted. */
    static final int MAX_CHECKS = 100;

    private static final int MAX_REQUESTS = 50;
    private static final Object ADDING = new Object();
    private static final ObjectMapper MAPPER = CheckResultJson.mapper();

    // Never changed once it is here, so that it can be stored while checks go on.
    private List<StoredCheck> checks = new ArrayList<>();
    private int checksOmitted;

    private transient Run<?, ?> run;
    private transient List<RunningCheck> running = new CopyOnWriteArrayList<>();

    /** The action of a build, which need not be stored at once. */
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
        List<StoredCheck> sound = new ArrayList<>(checks == null ? List.of() : checks);
        sound.removeIf(check -> check == null || check.result == null);
        checks = sound;
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
     * Stores a check that ended. One with the same key is replaced: its build was not stored far enough when Jenkins was
     * restarted.
     *
     * @return null if there are too many to store it
     */
    synchronized StoredCheck store(RunningCheck check, CheckResult result) {
        running.remove(check);
        List<StoredCheck> changed = new ArrayList<>(checks);
        int index = changed.stream().map(one -> one.key).toList().indexOf(check.key);
        if (index >= 0) {
            changed.remove(index);
        } else if (changed.size() == MAX_CHECKS) {
            checksOmitted++;
            return null;
        } else {
            index = changed.size();
        }
        String document = check.archive ? ReportArchive.name(result.name, changed) : null;
        StoredCheck stored = new StoredCheck(index + 1, check.key, document, result.bounded(MAX_REQUESTS));
        changed.add(index, stored);
        checks = changed;
        return stored;
    }

    private synchronized List<StoredCheck> stored() {
        return List.copyOf(checks);
    }

    /** The results of the checks that ended, in that order. */
    public List<CheckResult> getResults() {
        return stored().stream().map(check -> check.result).toList();
    }

    /** The version of the fields of {@link #getChecks}. */
    @Exported
    public int getSchemaVersion() {
        return CheckResult.SCHEMA_VERSION;
    }

    /** The results of the checks that ended, in that order; at most {@value #MAX_CHECKS}. */
    @Exported(inline = true)
    public List<Map<String, Object>> getChecks() {
        return stored().stream()
                .map(check -> {
                    Map<String, Object> fields = fields(check.result);
                    fields.put("number", check.number);
                    fields.put("document", check.document);
                    return fields;
                })
                .toList();
    }

    /** The fields of the JSON document, of types that REST knows: numbers with decimals become doubles. */
    private static Map<String, Object> fields(CheckResult check) {
        try {
            return MAPPER.readValue(MAPPER.writeValueAsString(check), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many more checks ended. */
    @Exported
    public synchronized int getChecksOmitted() {
        return checksOmitted;
    }

    /** How far the checks are that wait. */
    @Exported(inline = true)
    public List<Map<String, Object>> getWaiting() {
        return getSnapshots().stream().map(KoreNotifyStatusAction::fields).toList();
    }

    /** How far the checks are that wait. */
    public List<CheckResult> getSnapshots() {
        long now = System.currentTimeMillis();
        return running.stream().map(check -> check.result(null, now)).toList();
    }

    /** All checks for a page: first those that wait. */
    public List<CheckView> getAll() {
        long now = System.currentTimeMillis();
        long tick = PollSchedulerRegistry.tick();
        List<CheckView> all = new ArrayList<>();
        Set<String> anchors = new HashSet<>();
        List<StoredCheck> ended = stored();
        ended.forEach(check ->
                all.add(new CheckView(check.result, CheckName.unique(check.result.name, anchors), check.document, 0)));
        int waiting = 0;
        for (RunningCheck check : running) {
            CheckResult progress = check.result(null, now);
            String anchor = CheckName.unique(progress.name, anchors);
            all.add(waiting++, new CheckView(progress, anchor, null, check.nextPollIn(tick)));
        }
        return all;
    }

    /** How many checks there are, those that are not stored included. */
    public int getCheckCount() {
        return running.size() + stored().size() + getChecksOmitted();
    }

    /** The status of all checks together, as a symbol. */
    public String getSummaryIcon() {
        return Stream.concat(getResults().stream(), getSnapshots().stream())
                .map(DisplayStatus::of)
                .min(Comparator.naturalOrder())
                .orElse(DisplayStatus.UNKNOWN)
                .getIcon();
    }

    /** Whether a check waits. */
    public boolean isAnyWaiting() {
        return !running.isEmpty();
    }

    /** What a screen reader says when the page has changed. */
    public String getStatusLine() {
        return running.isEmpty()
                ? Messages.KoreNotifyStatusAction_ended()
                : Messages.KoreNotifyStatusAction_waiting(running.size());
    }

    /** What draws the progress of a check over time; often nothing does. */
    public List<Charts> getCharts() {
        return ExtensionList.lookup(Charts.class);
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
        return running.isEmpty() && stored().isEmpty() ? null : "symbol-notifications";
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

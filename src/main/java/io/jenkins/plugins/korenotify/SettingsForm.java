package io.jenkins.plugins.korenotify;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.kore.SentRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * What the forms of step and build step offer and say while somebody fills them in: the same as {@link PreparedCheck}
 * says at run time. Only those who may configure the job get an answer.
 */
final class SettingsForm {
    private static final int MOST_SHOWN = 5;

    private SettingsForm() {}

    static ListBoxModel units(Item item, String unit) {
        ListBoxModel units = new ListBoxModel();
        if (!mayConfigure(item)) {
            return Util.fixEmpty(unit) == null ? units : units.add(unit);
        }
        units.add(Messages.SettingsForm_seconds(), TimeUnit.SECONDS.name());
        units.add(Messages.SettingsForm_minutes(), TimeUnit.MINUTES.name());
        units.add(Messages.SettingsForm_hours(), TimeUnit.HOURS.name());
        units.add(Messages.SettingsForm_days(), TimeUnit.DAYS.name());
        return units;
    }

    static FormValidation checkRequest(Item item, String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (!mayConfigure(item) || text == null || hasVariable(text)) {
            return FormValidation.ok();
        }
        try {
            PreparedCheck.request(text);
            return FormValidation.ok();
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static FormValidation checkRequests(Item item, String value) {
        String text = Util.fixEmptyAndTrim(value);
        if (!mayConfigure(item) || text == null || hasVariable(text)) {
            return FormValidation.ok();
        }
        try {
            List<String> ids = PreparedCheck.requests("requestIds", text).stream()
                    .map(SentRequest::requestId)
                    .toList();
            return ids.size() == 1 ? FormValidation.ok() : FormValidation.ok(shown(ids));
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static FormValidation checkUnstableSuccessRate(Item item, String value, String minSuccessRate) {
        if (Util.fixEmptyAndTrim(value) == null) {
            return FormValidation.ok();
        }
        return checkThresholds(
                item,
                settings -> {
                    settings.minSuccessRate(hasVariable(minSuccessRate) ? null : minSuccessRate);
                    settings.unstableSuccessRate(value);
                },
                value);
    }

    static FormValidation checkThresholds(Item item, Consumer<CheckSettings> set, String value) {
        if (!mayConfigure(item) || hasVariable(value)) {
            return FormValidation.ok();
        }
        CheckSettings settings = new CheckSettings();
        set.accept(settings);
        try {
            PreparedCheck.thresholds(settings);
            return FormValidation.ok();
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static FormValidation checkTimeout(Item item, String value) {
        if (!mayConfigure(item)) {
            return FormValidation.ok();
        }
        return FormValidation.validatePositiveInteger(value);
    }

    static FormValidation checkFile(Item item, String value) {
        String path = Util.fixEmptyAndTrim(value);
        if (!mayConfigure(item) || path == null || hasVariable(path)) {
            return FormValidation.ok();
        }
        boolean leaves = path.startsWith("/")
                || path.startsWith("\\")
                || path.matches("[A-Za-z]:.*")
                || List.of(path.split("[/\\\\]")).contains("..");
        return leaves ? FormValidation.error(Messages.SettingsForm_fileOutside()) : FormValidation.ok();
    }

    /** Freestyle jobs expand variables when they run; nothing can be said of those before. */
    private static boolean hasVariable(String text) {
        return text != null && text.indexOf('$') >= 0;
    }

    private static String shown(List<String> ids) {
        String first = String.join(", ", ids.subList(0, Math.min(MOST_SHOWN, ids.size())));
        return Messages.SettingsForm_requests(ids.size() > MOST_SHOWN ? first + ", … (" + ids.size() + ")" : first);
    }

    private static boolean mayConfigure(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }
}

package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.connection.ConnectionForms;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What the forms of step and build step offer and say while somebody fills them in, for the descriptors of both: the
 * same as {@link ValidatedCheck} says at run time. Only those who may configure the job get an answer.
 */
@Restricted(NoExternalUse.class)
public interface CheckFormValidation {
    @POST
    default ListBoxModel doFillConnectionItems(@AncestorInPath Item item, @QueryParameter String connection) {
        return ConnectionForms.fillConnection(item, connection);
    }

    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String connection, @QueryParameter String credentialsId) {
        return ConnectionForms.fillCredentialsId(item, connection, credentialsId);
    }

    @POST
    default ListBoxModel doFillUnitItems(@AncestorInPath Item item, @QueryParameter String unit) {
        ListBoxModel units = new ListBoxModel();
        if (!ConnectionForms.mayConfigure(item)) {
            return Util.fixEmpty(unit) == null ? units : units.add(unit);
        }
        units.add(Messages.CheckFormValidation_seconds(), TimeUnit.SECONDS.name());
        units.add(Messages.CheckFormValidation_minutes(), TimeUnit.MINUTES.name());
        units.add(Messages.CheckFormValidation_hours(), TimeUnit.HOURS.name());
        units.add(Messages.CheckFormValidation_days(), TimeUnit.DAYS.name());
        return units;
    }

    @POST
    default FormValidation doCheckRequestId(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, value, text -> {
            ValidatedCheck.request(text);
            return FormValidation.ok();
        });
    }

    @POST
    default FormValidation doCheckRequestIds(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, value, text -> {
            List<String> ids = ValidatedCheck.requests("requestIds", text).stream()
                    .map(TrackedRequest::requestId)
                    .toList();
            return ids.size() == 1 ? FormValidation.ok() : FormValidation.ok(shown(ids));
        });
    }

    @POST
    default FormValidation doCheckConnection(@AncestorInPath Item item, @QueryParameter String value) {
        return ConnectionForms.checkConnection(item, value);
    }

    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
        return ConnectionForms.checkCredentialsId(item, connection, value);
    }

    @POST
    default FormValidation doCheckStreamId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
        return ConnectionForms.checkStreamId(item, connection, value);
    }

    @POST
    default FormValidation doCheckMinSuccessRate(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.minSuccessRate(value));
    }

    @POST
    default FormValidation doCheckUnstableSuccessRate(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String minSuccessRate) {
        return thresholds(item, value, settings -> {
            settings.minSuccessRate(hasVariable(minSuccessRate) ? null : minSuccessRate);
            settings.unstableSuccessRate(value);
        });
    }

    @POST
    default FormValidation doCheckMaxFailures(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.maxFailures(value));
    }

    @POST
    default FormValidation doCheckMinRecipients(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.minRecipients(value));
    }

    @POST
    default FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return ConnectionForms.mayConfigure(item) ? FormValidation.validatePositiveInteger(value) : FormValidation.ok();
    }

    /** Says what is wrong with a text that is not empty. */
    @FunctionalInterface
    interface Check {
        /**
         * What to say of it.
         *
         * @throws AbortException what is wrong, in words for the user
         */
        FormValidation of(String text) throws AbortException;
    }

    /** What a check says, if somebody may hear it and there is anything to say before the job runs. */
    static FormValidation checked(Item item, String value, Check check) {
        String text = Util.fixEmptyAndTrim(value);
        if (!ConnectionForms.mayConfigure(item) || text == null || hasVariable(text)) {
            return FormValidation.ok();
        }
        try {
            return check.of(text);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static FormValidation thresholds(Item item, String value, Consumer<CheckSettings> set) {
        return checked(item, value, text -> {
            CheckSettings settings = new CheckSettings();
            set.accept(settings);
            ValidatedCheck.thresholds(settings);
            return FormValidation.ok();
        });
    }

    /** Freestyle jobs expand variables when they run; nothing can be said of those before. */
    private static boolean hasVariable(String text) {
        return text != null && text.indexOf('$') >= 0;
    }

    private static String shown(List<String> ids) {
        int most = 5;
        String first = String.join(", ", ids.subList(0, Math.min(most, ids.size())));
        return Messages.CheckFormValidation_requests(ids.size() > most ? first + ", … (" + ids.size() + ")" : first);
    }
}

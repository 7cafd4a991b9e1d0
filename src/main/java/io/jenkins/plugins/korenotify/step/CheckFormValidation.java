package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.connection.ConnectionForms;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Choices and validation of the forms of step and build step, for the descriptors of both. Validation gives the messages
 * that {@link ValidatedCheck} gives at run time. Only those who may configure the job see any of it.
 */
@Restricted(NoExternalUse.class)
public interface CheckFormValidation {
    /** A variable in a text; its name is the first group. */
    Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][\\w.]*)}?");

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

    /** Whether variables such as <code>${REQUEST_ID}</code> are expanded when the job runs. */
    boolean expandsVariables();

    @POST
    default FormValidation doCheckRequestId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String requestIds,
            @QueryParameter String requestIdsFile) {
        boolean missing = Stream.of(value, requestIds, requestIdsFile)
                .map(Util::fixEmptyAndTrim)
                .allMatch(Objects::isNull);
        if (missing && ConnectionForms.mayConfigure(item)) {
            return FormValidation.error(Messages.CheckFormValidation_requestMissing());
        }
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
        return thresholds(item, value, settings -> settings.setMinSuccessRate(value));
    }

    @POST
    default FormValidation doCheckUnstableSuccessRate(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String minSuccessRate) {
        return thresholds(item, value, settings -> {
            settings.setMinSuccessRate(hasVariable(minSuccessRate) ? null : minSuccessRate);
            settings.setUnstableSuccessRate(value);
        });
    }

    @POST
    default FormValidation doCheckMaxFailures(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.setMaxFailures(value));
    }

    @POST
    default FormValidation doCheckMinRecipients(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.setMinRecipients(value));
    }

    @POST
    default FormValidation doCheckRetries(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, value, FormValidation::validateNonNegativeInteger);
    }

    @POST
    default FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return ConnectionForms.mayConfigure(item) ? FormValidation.validatePositiveInteger(value) : FormValidation.ok();
    }

    /** Validates a text that is not empty. */
    @FunctionalInterface
    interface Check {
        /**
         * Validates the text.
         *
         * @throws AbortException if it is not valid, with a message to the user
         */
        FormValidation of(String text) throws AbortException;
    }

    /** Validates a text, if the user may see the outcome and the text is not empty and has no variables. */
    default FormValidation checked(Item item, String value, Check check) {
        String text = Util.fixEmptyAndTrim(value);
        if (!ConnectionForms.mayConfigure(item) || text == null) {
            return FormValidation.ok();
        }
        if (hasVariable(text)) {
            return expandsVariables() ? FormValidation.ok() : notExpanded(text);
        }
        try {
            return check.of(text);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    private static FormValidation notExpanded(String text) {
        Matcher variable = VARIABLE.matcher(text);
        if (!variable.find()) {
            return FormValidation.ok();
        }
        String name = variable.group(1);
        return FormValidation.warning(Messages.CheckFormValidation_notExpanded(
                variable.group(), name.indexOf('.') < 0 ? "params." + name : name));
    }

    private FormValidation thresholds(Item item, String value, Consumer<KoreNotifyStatusStep> set) {
        return checked(item, value, text -> {
            KoreNotifyStatusStep settings = new KoreNotifyStatusStep();
            set.accept(settings);
            ValidatedCheck.thresholds(settings);
            return FormValidation.ok();
        });
    }

    private static boolean hasVariable(String text) {
        return text != null && text.indexOf('$') >= 0;
    }

    private static String shown(List<String> ids) {
        int most = 5;
        String first = String.join(", ", ids.subList(0, Math.min(most, ids.size())));
        return Messages.CheckFormValidation_requests(ids.size() > most ? first + ", … (" + ids.size() + ")" : first);
    }
}

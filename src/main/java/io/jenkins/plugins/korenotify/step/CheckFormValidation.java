package io.jenkins.plugins.korenotify.step;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParametersDefinitionProperty;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.connection.ConnectionForms;
import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Choices and validation of the forms of step and build step, for the descriptors of both. Validation gives the messages
 * that {@link ValidatedCheck} gives at run time, with the labels of the fields. Only those who may configure the job see any
 * of it.
 */
@Restricted(NoExternalUse.class)
public interface CheckFormValidation extends ConnectionForms, CustomDescribableModel {
    /** A variable in a text; its name, or the expression that it is, is one of the groups. */
    Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^{}]+)}|([A-Za-z_][\\w.]*))");

    /** The names of variables of the environment that Jenkins itself gives to builds. */
    Pattern BUILD_VARIABLE = Pattern.compile(
            "(BRANCH|BUILD|CHANGE|EXECUTOR|GIT|HUDSON|JENKINS|JOB|NODE|RUN|STAGE|SVN|TAG)_[A-Z_]+|WORKSPACE(_TMP)?|CI");

    @POST
    default ListBoxModel doFillUnitItems(@AncestorInPath Item item, @QueryParameter String unit) {
        ListBoxModel units = new ListBoxModel();
        if (!ConnectionForms.mayConfigure(item)) {
            return Util.fixEmpty(unit) == null ? units : units.add(unit);
        }
        for (TimeUnit one : EnumSet.range(TimeUnit.SECONDS, TimeUnit.DAYS)) {
            units.add(ValidatedCheck.format(one), one.name());
        }
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
            ValidatedCheck.request(text, CheckFormValidation::label);
            return FormValidation.ok();
        });
    }

    @POST
    default FormValidation doCheckRequestIds(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, value, text -> {
            List<String> ids = ValidatedCheck.requests("requestIds", text, CheckFormValidation::label).stream()
                    .map(TrackedRequest::requestId)
                    .toList();
            return ids.size() == 1 ? FormValidation.ok() : FormValidation.ok(shown(ids));
        });
    }

    @Override
    @POST
    default FormValidation doCheckStreamId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String connection) {
        return hasVariable(value) && !expandsVariables()
                ? doCheckName(item, value)
                : ConnectionForms.super.doCheckStreamId(item, value, connection);
    }

    @POST
    default FormValidation doCheckName(@AncestorInPath Item item, @QueryParameter String value) {
        return checked(item, value, text -> FormValidation.ok());
    }

    @POST
    default FormValidation doCheckMinSuccessRate(@AncestorInPath Item item, @QueryParameter String value) {
        return thresholds(item, value, settings -> settings.setMinSuccessRate(value));
    }

    @POST
    default FormValidation doCheckUnstableSuccessRate(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String minSuccessRate) {
        boolean isValid = !hasVariable(minSuccessRate)
                && doCheckMinSuccessRate(item, minSuccessRate).kind == FormValidation.Kind.OK;
        return thresholds(item, value, settings -> {
            // What is wrong with the other field is said there alone.
            settings.setMinSuccessRate(isValid ? minSuccessRate : null);
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
        return validated(item, Util.fixEmptyAndTrim(value), number -> {
            ValidatedCheck.retries(number, CheckFormValidation::label);
            return FormValidation.ok();
        });
    }

    @POST
    default FormValidation doCheckTimeout(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String unit) {
        return validated(item, Util.fixNull(value), number -> {
            TimeUnit chosen = ValidatedCheck.choice("unit", Util.fixEmpty(unit), TimeUnit.MINUTES);
            ValidatedCheck.timeout(number, chosen, CheckFormValidation::label);
            return FormValidation.ok();
        });
    }

    /**
     * Refuses arguments that are not of the type of their parameter, before they are converted.
     *
     * @throws IllegalArgumentException with a message to the user, naming the parameter
     */
    @Override
    default Map<String, Object> customInstantiate(Map<String, Object> arguments) {
        try {
            ValidatedCheck.validateTypes(arguments);
            return arguments;
        } catch (AbortException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    /** Validates a text. */
    @FunctionalInterface
    interface Check {
        /**
         * Validates the text.
         *
         * @throws AbortException if it is not valid, with a message to the user
         */
        FormValidation of(String text) throws AbortException;
    }

    /** Validates a text that is not empty and has no variables, if the user may see the outcome. */
    default FormValidation checked(Item item, String value, Check check) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.ok();
        }
        Check own = hasVariable(text)
                ? variable -> expandsVariables() ? FormValidation.ok() : notExpanded(item, variable)
                : check;
        return validated(item, text, own);
    }

    private static FormValidation validated(Item item, String text, Check check) {
        if (!ConnectionForms.mayConfigure(item)) {
            return FormValidation.ok();
        }
        try {
            return check.of(text);
        } catch (AbortException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** Suggests what to write in a script in place of the first variable. */
    private static FormValidation notExpanded(Item item, String text) {
        Matcher variable = VARIABLE.matcher(text);
        if (!variable.find()) {
            return FormValidation.ok();
        }
        String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
        String scope = "";
        if (name.matches("\\w+")) {
            ParametersDefinitionProperty parameters =
                    item instanceof Job<?, ?> job ? job.getProperty(ParametersDefinitionProperty.class) : null;
            boolean parameter = parameters != null && parameters.getParameterDefinition(name) != null;
            scope = parameter || !BUILD_VARIABLE.matcher(name).matches() ? "params." : "env.";
        }
        return FormValidation.warning(Messages.CheckFormValidation_notExpanded(variable.group(), scope + name));
    }

    /** The label of a parameter's field, in quotation marks and the reader's language; other text as it is. */
    private static String label(String parameter) {
        for (String view : List.of("settings", "config")) {
            ResourceBundle labels = ResourceBundle.getBundle(
                    KoreNotifyStatusStep.class.getName() + "." + view,
                    LocaleProvider.getLocale(),
                    CheckFormValidation.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
            if (labels.containsKey(parameter)) {
                // Without the unit.
                return Messages.CheckFormValidation_label(
                        labels.getString(parameter).replaceFirst(" \\(.*", ""));
            }
        }
        return parameter;
    }

    private FormValidation thresholds(Item item, String value, Consumer<KoreNotifyStatusStep> set) {
        return checked(item, value, text -> {
            KoreNotifyStatusStep settings = new KoreNotifyStatusStep();
            set.accept(settings);
            ValidatedCheck.thresholds(settings, CheckFormValidation::label);
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

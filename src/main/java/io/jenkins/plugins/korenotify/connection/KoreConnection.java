package io.jenkins.plugins.korenotify.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.polling.PollingPolicy;
import io.jenkins.plugins.korenotify.engine.polling.RateLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A Kore.ai environment and, optionally, one bot of it. Only administrators make connections; jobs name them. So a job
 * never decides where tokens are sent.
 */
public final class KoreConnection implements Describable<KoreConnection> {
    private static final int LOWEST_POLL_SECONDS = (int) (PollingPolicy.MIN_INTERVAL / 1000);
    private static final int HIGHEST_POLL_SECONDS = 3600;
    private static final int DEFAULT_MAX_POLL_SECONDS = 60;
    // What RateLimits takes.
    private static final int LOWEST_POLLS = 30;

    private static final Limit MIN_POLL_SECONDS =
            new Limit(LOWEST_POLL_SECONDS, HIGHEST_POLL_SECONDS, Messages::KoreConnection_minPollSeconds, null);
    private static final Limit MAX_POLL_SECONDS = new Limit(
            LOWEST_POLL_SECONDS,
            HIGHEST_POLL_SECONDS,
            Messages::KoreConnection_maxPollSeconds,
            Messages::KoreConnection_maxBelowMinPollSeconds);
    private static final Limit MAX_POLLS_PER_MINUTE =
            new Limit(LOWEST_POLLS, Integer.MAX_VALUE, Messages::KoreConnection_maxPollsPerMinute, null);
    private static final Limit MAX_POLLS_PER_HOUR = new Limit(
            LOWEST_POLLS,
            Integer.MAX_VALUE,
            Messages::KoreConnection_maxPollsPerHour,
            Messages::KoreConnection_hourBelowMinute);

    private final String name;
    private String url = KoreEndpoint.PUBLIC_CLOUD;
    private String streamId;
    private String credentialsId;
    private ApiVersion apiVersion = ApiVersion.V2;
    private int minPollSeconds = LOWEST_POLL_SECONDS;
    private int maxPollSeconds = DEFAULT_MAX_POLL_SECONDS;
    private int maxPollsPerMinute = RateLimits.DOCUMENTED.perMinute();
    private int maxPollsPerHour = RateLimits.DOCUMENTED.perHour();
    private boolean keepMaskedRecipients;
    private boolean defaultConnection;

    /**
     * A connection to Kore.ai's public cloud.
     *
     * @param name by which jobs name it
     */
    @DataBoundConstructor
    public KoreConnection(@CheckForNull String name) {
        this.name = Util.fixNull(Util.fixEmptyAndTrim(name));
    }

    /** By which jobs name it. */
    @NonNull
    public String getName() {
        return Util.fixNull(name);
    }

    /** The environment, for example {@code https://platform.kore.ai}. */
    @NonNull
    public String getUrl() {
        return Objects.requireNonNullElse(url, KoreEndpoint.PUBLIC_CLOUD);
    }

    /** The environment; null or blank for Kore.ai's public cloud. */
    @DataBoundSetter
    public void setUrl(@CheckForNull String url) {
        this.url = Objects.requireNonNullElse(Util.fixEmptyAndTrim(url), KoreEndpoint.PUBLIC_CLOUD);
    }

    /** The bot that is polled unless a job names another one, {@code st-…}; null if jobs have to. */
    @CheckForNull
    public String getStreamId() {
        return streamId;
    }

    @DataBoundSetter
    public void setStreamId(@CheckForNull String streamId) {
        this.streamId = Util.fixEmptyAndTrim(streamId);
    }

    /** The credentials used where a job names none; null if jobs have to. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The version of Kore.ai's status API. */
    @NonNull
    public ApiVersion getApiVersion() {
        return Objects.requireNonNullElse(apiVersion, ApiVersion.V2);
    }

    /** The version of Kore.ai's status API; null for V2. */
    @DataBoundSetter
    public void setApiVersion(@CheckForNull ApiVersion apiVersion) {
        this.apiVersion = Objects.requireNonNullElse(apiVersion, ApiVersion.V2);
    }

    /** The shortest interval between two polls of a request, in seconds, 2 or more. */
    public int getMinPollSeconds() {
        return minPollSeconds;
    }

    @DataBoundSetter
    public void setMinPollSeconds(int minPollSeconds) {
        this.minPollSeconds = minPollSeconds;
    }

    /** The longest interval between two polls of a request, in seconds, an hour at most. */
    public int getMaxPollSeconds() {
        return maxPollSeconds;
    }

    @DataBoundSetter
    public void setMaxPollSeconds(int maxPollSeconds) {
        this.maxPollSeconds = maxPollSeconds;
    }

    /** How many polls Kore.ai allows for one bot within a minute, 30 or more. */
    public int getMaxPollsPerMinute() {
        return maxPollsPerMinute;
    }

    @DataBoundSetter
    public void setMaxPollsPerMinute(int maxPollsPerMinute) {
        this.maxPollsPerMinute = maxPollsPerMinute;
    }

    /** How many polls Kore.ai allows for one bot within an hour, not below those of a minute. */
    public int getMaxPollsPerHour() {
        return maxPollsPerHour;
    }

    @DataBoundSetter
    public void setMaxPollsPerHour(int maxPollsPerHour) {
        this.maxPollsPerHour = maxPollsPerHour;
    }

    /** Whether recipients, who are persons, may be stored with a build, masked. */
    public boolean isKeepMaskedRecipients() {
        return keepMaskedRecipients;
    }

    @DataBoundSetter
    public void setKeepMaskedRecipients(boolean keepMaskedRecipients) {
        this.keepMaskedRecipients = keepMaskedRecipients;
    }

    /** Whether jobs that name no connection use this one; at most one connection is marked so. */
    public boolean isDefaultConnection() {
        return defaultConnection;
    }

    @DataBoundSetter
    public void setDefaultConnection(boolean defaultConnection) {
        this.defaultConnection = defaultConnection;
    }

    /** Replaces values that are missing or invalid in a file written by hand. */
    private Object readResolve() {
        minPollSeconds = Math.max(minPollSeconds, LOWEST_POLL_SECONDS);
        if (maxPollSeconds < minPollSeconds) {
            maxPollSeconds = Math.max(minPollSeconds, DEFAULT_MAX_POLL_SECONDS);
        }
        if (maxPollsPerMinute < LOWEST_POLLS || maxPollsPerHour < maxPollsPerMinute) {
            maxPollsPerMinute = RateLimits.DOCUMENTED.perMinute();
            maxPollsPerHour = RateLimits.DOCUMENTED.perHour();
        }
        return this;
    }

    /**
     * Checks all but the credentials, which may come later.
     *
     * @throws IllegalArgumentException with a message to the user
     */
    void check() {
        if (getName().isEmpty()) {
            throw new IllegalArgumentException(Messages.KoreConnection_nameMissing());
        }
        try {
            KoreEndpoint.parseUrl(getUrl());
            if (streamId != null) {
                KoreEndpoint.parseStreamId(streamId);
            }
            MIN_POLL_SECONDS.check(minPollSeconds, null);
            MAX_POLL_SECONDS.check(maxPollSeconds, minPollSeconds);
            MAX_POLLS_PER_MINUTE.check(maxPollsPerMinute, null);
            MAX_POLLS_PER_HOUR.check(maxPollsPerHour, maxPollsPerMinute);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.KoreConnection_unusable(getName(), ReaderLocale.format(e)), e);
        }
    }

    /**
     * The range of a whole number.
     *
     * @param outOfRange the message for what is none, given the range
     * @param belowOther the message for a number below the one that it must not be below; null if there is no such one
     */
    private record Limit(
            int lowest, int highest, BiFunction<Object, Object, String> outOfRange, Supplier<String> belowOther) {
        /**
         * Checks a number, or the text of a field.
         *
         * @param other the one that it must not be below; null, or one that is invalid itself: any
         * @throws IllegalArgumentException with a message to the user
         */
        void check(Object value, Object other) {
            OptionalInt number = parse(value);
            if (number.isEmpty()) {
                throw new IllegalArgumentException(outOfRange.apply(lowest, highest));
            }
            if (number.getAsInt() < parse(other).orElse(lowest)) {
                throw new IllegalArgumentException(belowOther.get());
            }
        }

        private OptionalInt parse(Object value) {
            try {
                int number = Integer.parseInt(String.valueOf(value).strip());
                return number < lowest || number > highest ? OptionalInt.empty() : OptionalInt.of(number);
            } catch (NumberFormatException e) {
                return OptionalInt.empty();
            }
        }
    }

    /** How many calls the bot may make. */
    RateLimits limits() {
        return new RateLimits(maxPollsPerMinute, maxPollsPerHour);
    }

    /** How long to wait between polls. */
    PollingPolicy policy() {
        return PollingPolicy.DEFAULT.withIntervals(
                Duration.ofSeconds(minPollSeconds), Duration.ofSeconds(maxPollSeconds));
    }

    /** The form and its checks, for administrators only. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<KoreConnection> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.KoreConnection_displayName();
        }

        /** A new connection. */
        public KoreConnection getDefaults() {
            return new KoreConnection(null);
        }

        /**
         * Checks the name; two connections of one form that have the same new name are refused when they are saved.
         *
         * @param savedName the name that this connection is saved with; empty for a new one
         */
        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String savedName) {
            return checked(
                    value,
                    FormValidation.error(Messages.KoreConnection_nameMissing()),
                    name -> !name.equals(savedName)
                                    && KoreConfiguration.get()
                                            .findConnection(name)
                                            .isPresent()
                            ? FormValidation.error(Messages.KoreConfiguration_nameTwice(name))
                            : FormValidation.ok());
        }

        /** Checks the URL without asking it. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return checked(value, FormValidation.ok(), url -> {
                KoreEndpoint.parseUrl(url);
                return FormValidation.ok();
            });
        }

        /** Checks the form of the stream ID. */
        @POST
        public FormValidation doCheckStreamId(@QueryParameter String value) {
            return checked(value, FormValidation.ok(Messages.KoreConnection_streamIdByJobs()), id -> {
                KoreEndpoint.parseStreamId(id);
                return FormValidation.ok();
            });
        }

        /** Lists the credentials that can sign for the URL. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return CredentialsLookup.only(credentialsId);
            }
            return CredentialsLookup.list(null, CredentialsLookup.requirements(url), credentialsId);
        }

        /** Checks that the credentials are there for the URL and can sign. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String url) {
            return checked(
                    value,
                    FormValidation.ok(Messages.KoreConnection_credentialsByJobs()),
                    id -> CredentialsLookup.check(null, CredentialsLookup.requirements(url), id));
        }

        /** Checks the shortest interval. */
        @POST
        public FormValidation doCheckMinPollSeconds(@QueryParameter String value) {
            return checkNumber(MIN_POLL_SECONDS, value, null);
        }

        /** Checks the longest interval, which is not below the shortest. */
        @POST
        public FormValidation doCheckMaxPollSeconds(
                @QueryParameter String value, @QueryParameter String minPollSeconds) {
            return checkNumber(MAX_POLL_SECONDS, value, minPollSeconds);
        }

        /** Checks the limit of a minute. */
        @POST
        public FormValidation doCheckMaxPollsPerMinute(@QueryParameter String value) {
            return checkNumber(MAX_POLLS_PER_MINUTE, value, null);
        }

        /** Checks the limit of an hour, which is not below that of a minute. */
        @POST
        public FormValidation doCheckMaxPollsPerHour(
                @QueryParameter String value, @QueryParameter String maxPollsPerMinute) {
            return checkNumber(MAX_POLLS_PER_HOUR, value, maxPollsPerMinute);
        }

        private static FormValidation checkNumber(Limit limit, String value, String other) {
            return checked(value, null, number -> {
                limit.check(number, other);
                return FormValidation.ok();
            });
        }

        /**
         * Checks a field, if the user may see the outcome.
         *
         * @param ifEmpty the outcome of an empty field; null: it is checked like others
         * @param check throws an exception for a text that is not valid
         */
        private static FormValidation checked(
                String value, FormValidation ifEmpty, Function<String, FormValidation> check) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            String text = Util.fixEmptyAndTrim(value);
            try {
                return text == null && ifEmpty != null ? ifEmpty : check.apply(text);
            } catch (IllegalArgumentException e) {
                return FormValidation.error(ReaderLocale.format(e));
            }
        }

        /**
         * Polls Kore.ai to test whether it accepts these credentials for this bot.
         *
         * @return what is wrong, or that it works; of the response only its error texts, cleaned and escaped
         */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String url,
                @QueryParameter String streamId,
                @QueryParameter String credentialsId,
                @QueryParameter String apiVersion) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return ConnectionTest.test(url, streamId, credentialsId, apiVersion);
        }
    }
}

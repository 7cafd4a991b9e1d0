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
import java.util.function.IntConsumer;
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
    /** The shortest interval between two polls of a request, in seconds. */
    static final int MIN_POLL_SECONDS = (int) (PollingPolicy.MIN_INTERVAL / 1000);

    /** The default of the longest interval between two polls, in seconds. */
    static final int DEFAULT_MAX_POLL_SECONDS = 60;

    private static final int MAX_POLL_SECONDS = 3600;
    // What RateLimits takes.
    private static final int MIN_POLLS_PER_MINUTE = 30;

    private final String name;
    private String url = KoreEndpoint.PUBLIC_CLOUD;
    private String streamId;
    private String credentialsId;
    private ApiVersion apiVersion = ApiVersion.V2;
    private int minPollSeconds = MIN_POLL_SECONDS;
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

    /** The bot that is polled unless a job names another one; null if jobs have to. */
    @CheckForNull
    public String getStreamId() {
        return streamId;
    }

    /** The bot that is polled unless a job names another one, {@code st-…}. */
    @DataBoundSetter
    public void setStreamId(@CheckForNull String streamId) {
        this.streamId = Util.fixEmptyAndTrim(streamId);
    }

    /** The credentials used where a job names none; null if jobs have to. */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** The credentials used where a job names none. */
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

    /** The shortest interval between two polls of a request, in seconds. */
    public int getMinPollSeconds() {
        return minPollSeconds;
    }

    /** The shortest interval between two polls of a request, in seconds, 2 or more. */
    @DataBoundSetter
    public void setMinPollSeconds(int minPollSeconds) {
        this.minPollSeconds = minPollSeconds;
    }

    /** The longest interval between two polls of a request, in seconds. */
    public int getMaxPollSeconds() {
        return maxPollSeconds;
    }

    /** The longest interval between two polls of a request, in seconds, an hour at most. */
    @DataBoundSetter
    public void setMaxPollSeconds(int maxPollSeconds) {
        this.maxPollSeconds = maxPollSeconds;
    }

    /** How many polls Kore.ai allows for one bot within a minute. */
    public int getMaxPollsPerMinute() {
        return maxPollsPerMinute;
    }

    /** How many polls Kore.ai allows for one bot within a minute, 30 or more. */
    @DataBoundSetter
    public void setMaxPollsPerMinute(int maxPollsPerMinute) {
        this.maxPollsPerMinute = maxPollsPerMinute;
    }

    /** How many polls Kore.ai allows for one bot within an hour. */
    public int getMaxPollsPerHour() {
        return maxPollsPerHour;
    }

    /** How many polls Kore.ai allows for one bot within an hour, not below those of a minute. */
    @DataBoundSetter
    public void setMaxPollsPerHour(int maxPollsPerHour) {
        this.maxPollsPerHour = maxPollsPerHour;
    }

    /** Whether recipients may be stored with a build, masked. */
    public boolean isKeepMaskedRecipients() {
        return keepMaskedRecipients;
    }

    /** Whether recipients, who are persons, may be stored with a build, masked. */
    @DataBoundSetter
    public void setKeepMaskedRecipients(boolean keepMaskedRecipients) {
        this.keepMaskedRecipients = keepMaskedRecipients;
    }

    /** Whether jobs that name no connection use this one. */
    public boolean isDefaultConnection() {
        return defaultConnection;
    }

    /** Whether jobs that name no connection use this one; at most one connection is marked so. */
    @DataBoundSetter
    public void setDefaultConnection(boolean defaultConnection) {
        this.defaultConnection = defaultConnection;
    }

    /** Replaces values that are missing or invalid in a file written by hand. */
    private Object readResolve() {
        if (minPollSeconds < MIN_POLL_SECONDS) {
            minPollSeconds = MIN_POLL_SECONDS;
        }
        if (maxPollSeconds < minPollSeconds) {
            maxPollSeconds = Math.max(minPollSeconds, DEFAULT_MAX_POLL_SECONDS);
        }
        if (maxPollsPerMinute < MIN_POLLS_PER_MINUTE || maxPollsPerHour < maxPollsPerMinute) {
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
            checkPollSeconds(minPollSeconds, maxPollSeconds);
            checkPolls(maxPollsPerMinute, maxPollsPerHour);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Messages.KoreConnection_unusable(getName(), ReaderLocale.format(e)), e);
        }
    }

    private static void checkPollSeconds(int min, int max) {
        if (min < MIN_POLL_SECONDS || min > MAX_POLL_SECONDS) {
            throw new IllegalArgumentException(
                    Messages.KoreConnection_minPollSeconds(MIN_POLL_SECONDS, MAX_POLL_SECONDS));
        }
        if (max < min || max > MAX_POLL_SECONDS) {
            throw new IllegalArgumentException(Messages.KoreConnection_maxPollSeconds(MAX_POLL_SECONDS));
        }
    }

    private static void checkPolls(int perMinute, int perHour) {
        if (perMinute < MIN_POLLS_PER_MINUTE) {
            throw new IllegalArgumentException(Messages.KoreConnection_maxPollsPerMinute(MIN_POLLS_PER_MINUTE));
        }
        if (perHour < perMinute) {
            throw new IllegalArgumentException(Messages.KoreConnection_maxPollsPerHour());
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

    @Override
    public DescriptorImpl getDescriptor() {
        return (DescriptorImpl) Jenkins.get().getDescriptorOrDie(getClass());
    }

    /** The form and its checks, for administrators only. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<KoreConnection> {
        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.KoreConnection_displayName();
        }

        /** The URL of a new connection. */
        public String getDefaultUrl() {
            return KoreEndpoint.PUBLIC_CLOUD;
        }

        /** The shortest interval of a new connection, in seconds. */
        public int getDefaultMinPollSeconds() {
            return MIN_POLL_SECONDS;
        }

        /** The longest interval of a new connection, in seconds. */
        public int getDefaultMaxPollSeconds() {
            return DEFAULT_MAX_POLL_SECONDS;
        }

        /** The limit of a minute of a new connection. */
        public int getDefaultMaxPollsPerMinute() {
            return RateLimits.DOCUMENTED.perMinute();
        }

        /** The limit of an hour of a new connection. */
        public int getDefaultMaxPollsPerHour() {
            return RateLimits.DOCUMENTED.perHour();
        }

        /**
         * Checks the name; two connections of one form that have the same new name are refused when they are saved.
         *
         * @param savedName the name that this connection is saved with; empty for a new one
         */
        @POST
        public FormValidation doCheckName(@QueryParameter String value, @QueryParameter String savedName) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            String name = Util.fixEmptyAndTrim(value);
            if (name == null) {
                return FormValidation.error(Messages.KoreConnection_nameMissing());
            }
            return !name.equals(savedName)
                            && KoreConfiguration.get().findConnection(name).isPresent()
                    ? FormValidation.error(Messages.KoreConfiguration_nameTwice(name))
                    : FormValidation.ok();
        }

        /** Checks the URL without asking it. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER) || Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok();
            }
            try {
                KoreEndpoint.parseUrl(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(ReaderLocale.format(e));
            }
        }

        /** Checks the form of the stream ID. */
        @POST
        public FormValidation doCheckStreamId(@QueryParameter String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            if (Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok(Messages.KoreConnection_streamIdByJobs());
            }
            try {
                KoreEndpoint.parseStreamId(value);
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(ReaderLocale.format(e));
            }
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
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            if (Util.fixEmptyAndTrim(value) == null) {
                return FormValidation.ok(Messages.KoreConnection_credentialsByJobs());
            }
            return CredentialsLookup.check(null, CredentialsLookup.requirements(url), value);
        }

        /** Checks the shortest interval. */
        @POST
        public FormValidation doCheckMinPollSeconds(@QueryParameter String value) {
            return checkNumber(value, min -> checkPollSeconds(min, MAX_POLL_SECONDS));
        }

        /** Checks the longest interval, which is not below the shortest. */
        @POST
        public FormValidation doCheckMaxPollSeconds(
                @QueryParameter String value, @QueryParameter String minPollSeconds) {
            int min = validOrLowest(minPollSeconds, MIN_POLL_SECONDS, MAX_POLL_SECONDS);
            return checkNumber(value, max -> checkPollSeconds(min, max));
        }

        /** Checks the limit of a minute. */
        @POST
        public FormValidation doCheckMaxPollsPerMinute(@QueryParameter String value) {
            return checkNumber(value, perMinute -> checkPolls(perMinute, Integer.MAX_VALUE));
        }

        /** Checks the limit of an hour, which is not below that of a minute. */
        @POST
        public FormValidation doCheckMaxPollsPerHour(
                @QueryParameter String value, @QueryParameter String maxPollsPerMinute) {
            int perMinute = validOrLowest(maxPollsPerMinute, MIN_POLLS_PER_MINUTE, Integer.MAX_VALUE);
            return checkNumber(value, perHour -> checkPolls(perMinute, perHour));
        }

        /** The number in the neighbouring field; what is wrong with it is said there alone. */
        private static int validOrLowest(String text, int lowest, int highest) {
            try {
                int number = Integer.parseInt(Util.fixNull(text).strip());
                return number > highest ? lowest : Math.max(lowest, number);
            } catch (NumberFormatException e) {
                return lowest;
            }
        }

        /** Checks a number by what throws if it is out of range. */
        private static FormValidation checkNumber(String value, IntConsumer check) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            try {
                check.accept(Integer.parseInt(Util.fixNull(value).strip()));
                return FormValidation.ok();
            } catch (NumberFormatException e) {
                return FormValidation.error(Messages.KoreConnection_notWhole());
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

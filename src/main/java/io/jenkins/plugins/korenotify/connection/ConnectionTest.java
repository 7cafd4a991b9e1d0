package io.jenkins.plugins.korenotify.connection;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import io.jenkins.plugins.korenotify.engine.client.KoreException;
import io.jenkins.plugins.korenotify.engine.client.ResponseLimits;
import io.jenkins.plugins.korenotify.engine.message.LocalizableMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks Kore.ai for a request that cannot exist: that it does not know it means that it took the token.
 *
 * <p>Any web server knows nothing of such a request, so where Kore.ai seems to have responded, it is polled once more as
 * an app that cannot exist either; only who refuses that one has looked at the token.
 */
final class ConnectionTest {
    private static final String NO_REQUEST = "ds-00000000-0000-0000-0000-000000000000";
    private static final String NO_CLIENT = "cs-00000000-0000-0000-0000-000000000000";
    private static final ResponseLimits LIMITS = new ResponseLimits(Duration.ofSeconds(15), 1L << 20);
    private static final long PATIENCE_SECONDS = 20;

    private final KoreEndpoint endpoint;

    private ConnectionTest(KoreEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Tries a connection as it stands in its form. The caller has checked permissions. */
    static FormValidation of(String url, String streamId, String credentialsId, String apiVersion) {
        String address = Util.fixEmptyAndTrim(url) == null ? KoreEndpoint.PUBLIC_CLOUD : url;
        try {
            ApiVersion version = "V1".equals(apiVersion) ? ApiVersion.V1 : ApiVersion.V2;
            ConnectionTest trial = new ConnectionTest(KoreEndpoint.of(address, streamId, version));
            String id = Util.fixEmptyAndTrim(credentialsId);
            if (id == null) {
                return FormValidation.error(Messages.ConnectionTest_credentialsMissing());
            }
            return trial.as(CredentialsLookup.app(null, address, id));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(ReaderLocale.format(e));
        }
    }

    private FormValidation as(JwtApp app) {
        Optional<KoreException> answer = poll(app);
        if (answer.isEmpty()) {
            return FormValidation.error(onItsWay(Messages.ConnectionTest_knowsEverything()));
        }
        if (answer.get().kind() != KoreException.Kind.NOT_FOUND) {
            return FormValidation.error(onItsWay(ReaderLocale.format(answer.get())));
        }
        JwtApp nobody = new JwtApp(NO_CLIENT, UUID.randomUUID().toString(), JwtAlgorithm.HS256, null);
        return switch (poll(nobody).map(KoreException::kind).orElse(KoreException.Kind.NOT_FOUND)) {
            case AUTHENTICATION -> FormValidation.ok(onItsWay(Messages.ConnectionTest_success(endpoint.streamId())));
            case NOT_FOUND, CONFIGURATION, PROTOCOL ->
                FormValidation.error(onItsWay(Messages.ConnectionTest_looksAtNoToken()));
            case RATE_LIMITED, UNAVAILABLE -> FormValidation.warning(onItsWay(Messages.ConnectionTest_probably()));
        };
    }

    /** Why there is no status; empty if there is one. */
    private Optional<KoreException> poll(JwtApp app) {
        CompletableFuture<?> answer =
                PollSchedulerRegistry.get().source(endpoint, app, LIMITS).fetch(NO_REQUEST);
        try {
            answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof KoreException known
                            ? known
                            : new KoreException(
                                    KoreException.Kind.UNAVAILABLE,
                                    LocalizableMessage.of("text", Messages.ConnectionTest_failed())));
        } catch (TimeoutException e) {
            return Optional.of(new KoreException(
                    KoreException.Kind.UNAVAILABLE, LocalizableMessage.of("text", Messages.ConnectionTest_failed())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new KoreException(
                    KoreException.Kind.UNAVAILABLE, LocalizableMessage.of("text", Messages.ConnectionTest_failed())));
        } finally {
            answer.cancel(true);
        }
    }

    /** The words, and the proxy where one was in the way. */
    private String onItsWay(String words) {
        return HttpClientProvider.proxyTowards(endpoint.base().getHost())
                .map(proxy -> Messages.ConnectionTest_throughProxy(words, proxy))
                .orElse(words);
    }
}

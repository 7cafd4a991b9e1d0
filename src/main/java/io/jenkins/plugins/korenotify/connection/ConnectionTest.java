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
 * Tests a connection by polling a request that does not exist: Kore.ai looks at the request only after it has accepted the
 * token.
 *
 * <p>Any web server may respond that it knows no such request. So a second poll follows, as a JWT app that does not exist:
 * only a server that rejects it checks tokens.
 */
final class ConnectionTest {
    private static final String NO_REQUEST = "ds-00000000-0000-0000-0000-000000000000";
    private static final String NO_CLIENT = "cs-00000000-0000-0000-0000-000000000000";
    private static final ResponseLimits LIMITS = new ResponseLimits(Duration.ofSeconds(15), 1L << 20);
    private static final int TIMEOUT_SECONDS = 20;

    private final KoreEndpoint endpoint;

    private ConnectionTest(KoreEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Tests a connection as it is in its form. The caller has checked permissions. */
    static FormValidation test(String url, String streamId, String credentialsId, String apiVersion) {
        String address = Util.fixEmptyAndTrim(url) == null ? KoreEndpoint.PUBLIC_CLOUD : url;
        try {
            ApiVersion version = "V1".equals(apiVersion) ? ApiVersion.V1 : ApiVersion.V2;
            ConnectionTest test = new ConnectionTest(KoreEndpoint.of(address, streamId, version));
            String id = Util.fixEmptyAndTrim(credentialsId);
            if (id == null) {
                return FormValidation.error(Messages.ConnectionTest_credentialsMissing());
            }
            return test.testAs(CredentialsLookup.app(null, CredentialsLookup.requirements(address), id));
        } catch (IllegalArgumentException e) {
            return FormValidation.error(ReaderLocale.format(e));
        }
    }

    private FormValidation testAs(JwtApp app) {
        Optional<KoreException> failure = poll(app);
        if (failure.isEmpty()) {
            return FormValidation.error(withProxy(Messages.ConnectionTest_knowsEverything()));
        }
        if (failure.get().kind() != KoreException.Kind.NOT_FOUND) {
            return FormValidation.error(withProxy(ReaderLocale.format(failure.get())));
        }
        JwtApp unknown = new JwtApp(NO_CLIENT, UUID.randomUUID().toString(), JwtAlgorithm.HS256, null);
        return switch (poll(unknown).map(KoreException::kind).orElse(KoreException.Kind.NOT_FOUND)) {
            case AUTHENTICATION -> FormValidation.ok(withProxy(Messages.ConnectionTest_success(endpoint.streamId())));
            case NOT_FOUND, CONFIGURATION, PROTOCOL ->
                FormValidation.error(withProxy(Messages.ConnectionTest_ignoresToken()));
            case RATE_LIMITED, UNAVAILABLE -> FormValidation.warning(withProxy(Messages.ConnectionTest_probably()));
        };
    }

    /** Why there is no status; empty if there is one. */
    private Optional<KoreException> poll(JwtApp app) {
        CompletableFuture<?> response =
                PollSchedulerRegistry.get().source(endpoint, app, () -> LIMITS).fetch(NO_REQUEST);
        try {
            response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() instanceof KoreException known ? known : noResponse());
        } catch (TimeoutException e) {
            return Optional.of(noResponse());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(noResponse());
        } finally {
            response.cancel(true);
        }
    }

    private static KoreException noResponse() {
        return new KoreException(
                KoreException.Kind.UNAVAILABLE,
                LocalizableMessage.of("text", Messages.ConnectionTest_noResponse(TIMEOUT_SECONDS)));
    }

    /** The message, and the proxy if the connection goes through one. */
    private String withProxy(String message) {
        return HttpClientProvider.proxyTowards(endpoint.base().getHost())
                .map(proxy -> Messages.ConnectionTest_throughProxy(message, proxy))
                .orElse(message);
    }
}

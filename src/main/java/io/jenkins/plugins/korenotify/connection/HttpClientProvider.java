package io.jenkins.plugins.korenotify.connection;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;

/**
 * The HTTP client of all connections, which uses Jenkins' proxy as it is configured at the moment, and the client for loopback,
 * which uses none: over plain http the proxy would see the tokens.
 */
final class HttpClientProvider {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final Executor executor;
    private ProxySettings madeFor;
    private HttpClient client;
    private HttpClient loopbackClient;

    /** The configuration that a client is made for. */
    private record ProxySettings(String name, int port, String exceptions, String user, Secret password) {
        static ProxySettings now() {
            ProxyConfiguration proxy = Jenkins.get().getProxy();
            return proxy == null
                    ? new ProxySettings(null, 0, null, null, null)
                    : new ProxySettings(
                            proxy.getName(),
                            proxy.getPort(),
                            proxy.getNoProxyHost(),
                            proxy.getUserName(),
                            proxy.getSecretPassword());
        }

        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /** Creates no client yet; {@code executor} runs the clients' work. */
    HttpClientProvider(Executor executor) {
        this.executor = executor;
    }

    /** The client for a URL; a new one if the configuration of the proxy has changed. */
    synchronized HttpClient client(URI uri) {
        if (KoreEndpoint.isLoopback(uri.getHost())) {
            if (loopbackClient == null) {
                loopbackClient = configured(HttpClient.newBuilder());
            }
            return loopbackClient;
        }
        ProxySettings settings = ProxySettings.now();
        if (!settings.equals(madeFor)) {
            client = configured(ProxyConfiguration.newHttpClientBuilder());
            madeFor = settings;
        }
        return client;
    }

    private HttpClient configured(HttpClient.Builder builder) {
        return builder.followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor)
                .build();
    }

    /** Begins a request with the user agent of Jenkins. */
    static HttpRequest.Builder request(URI uri) {
        return ProxyConfiguration.newHttpRequestBuilder(uri);
    }

    /** The proxy on the way to a host, as {@code host:port}. */
    static Optional<String> proxyTowards(String host) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null
                        || KoreEndpoint.isLoopback(host)
                        || proxy.getName() == null
                        || proxy.createProxy(host).equals(Proxy.NO_PROXY)
                ? Optional.empty()
                : Optional.of(proxy.getName() + ":" + proxy.getPort());
    }
}

package io.jenkins.plugins.korenotify.connection;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import jenkins.model.Jenkins;

/** The one HTTP client of all connections, which goes through Jenkins' proxy as it is configured at the moment. */
final class HttpClientProvider {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Executor executor;
    private ProxySettings madeFor;
    private HttpClient client;

    /** What the client depends on. */
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

    /**
     * No client yet.
     *
     * @param executor does the client's work
     */
    HttpClientProvider(Executor executor) {
        this.executor = executor;
    }

    /** The client; another one than before where the proxy's configuration has changed. */
    synchronized HttpClient client() {
        ProxySettings settings = ProxySettings.now();
        if (!settings.equals(madeFor)) {
            client = ProxyConfiguration.newHttpClientBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_LIMIT)
                    .executor(executor)
                    .build();
            madeFor = settings;
        }
        return client;
    }

    /** Begins a request as Jenkins makes them. */
    static HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = ProxyConfiguration.newHttpRequestBuilder(uri);
        // Without TLS the offer of HTTP/2 would go out as an upgrade with every question.
        return uri.getScheme().equals("http") ? request.version(HttpClient.Version.HTTP_1_1) : request;
    }

    /** Jenkins' proxy, as host and port, where it stands between Jenkins and this host. */
    static Optional<String> proxyTowards(String host) {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null
                        || proxy.getName() == null
                        || proxy.createProxy(host).equals(Proxy.NO_PROXY)
                ? Optional.empty()
                : Optional.of(proxy.getName() + ":" + proxy.getPort());
    }
}

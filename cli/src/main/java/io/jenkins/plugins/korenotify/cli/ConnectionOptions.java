package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where to poll, and with which credentials, as options. */
final class ConnectionOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--url", order = -30, required = true, paramLabel = "URL")
    private String url;

    @Option(names = "--stream-id", order = -20, required = true, paramLabel = "ST")
    private String streamId;

    @Option(names = "--client-id", order = -10, required = true, paramLabel = "CS")
    private String clientId;

    @ArgGroup(multiplicity = "1")
    private SecretSource secret;

    @Option(names = "--algorithm", defaultValue = "HS256", paramLabel = "HS256|HS512")
    private JwtAlgorithm algorithm;

    @Option(names = "--api-version", defaultValue = "V2", paramLabel = "v1|v2")
    private ApiVersion version;

    /** Explains what to use instead, and keeps the secret out of the message about an unknown option. */
    @Option(names = "--client-secret", hidden = true, arity = "0..1", fallbackValue = "")
    private void rejectSecret(String ignored) {
        throw new ParameterException(
                command.commandLine(),
                "--client-secret: every user of the machine can see a secret among the arguments; use"
                        + " --client-secret-env NAME or --client-secret-file FILE");
    }

    /** Creates the endpoint, or throws {@link IllegalArgumentException} naming the option that cannot be used. */
    KoreEndpoint endpoint() {
        validate("--url", () -> KoreEndpoint.parseUrl(url));
        validate("--stream-id", () -> KoreEndpoint.parseStreamId(streamId));
        return KoreEndpoint.of(url, streamId, version);
    }

    /** Creates the app, or throws {@link IllegalArgumentException} naming the option that cannot be used. */
    JwtApp app(Map<String, String> variables) {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("--client-id: The client ID (cs-...) is missing");
        }
        return new JwtApp(clientId, secret.read(variables), algorithm, null);
    }

    private static void validate(String option, Runnable parse) {
        try {
            parse.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }
}

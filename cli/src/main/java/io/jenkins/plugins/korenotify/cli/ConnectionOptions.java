package io.jenkins.plugins.korenotify.cli;

import io.jenkins.plugins.korenotify.engine.client.ApiVersion;
import io.jenkins.plugins.korenotify.engine.client.JwtAlgorithm;
import io.jenkins.plugins.korenotify.engine.client.JwtApp;
import io.jenkins.plugins.korenotify.engine.client.KoreEndpoint;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say where to ask and who asks. */
final class ConnectionOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            order = -30,
            required = true,
            paramLabel = "URL",
            description = {
                "Your Kore.ai environment, for example https://platform.kore.ai.",
                "https only, but for this very machine."
            })
    private String url;

    @Option(
            names = "--stream-id",
            order = -20,
            required = true,
            paramLabel = "ST",
            description = "The bot's ID (stream ID), st-...")
    private String streamId;

    @Option(
            names = "--client-id",
            order = -10,
            required = true,
            paramLabel = "CS",
            description = {
                "The client ID, cs-..., of a JWT app of this bot.",
                "The app needs the scope \"Proactive Messages\", and the bot has to be published after it was added."
            })
    private String clientId;

    @ArgGroup(multiplicity = "1")
    private SecretSource secret;

    @Option(
            names = "--algorithm",
            defaultValue = "HS256",
            paramLabel = "HS256|HS512",
            description = "How the JWT app signs. Default: ${DEFAULT-VALUE}.")
    private JwtAlgorithm algorithm;

    @Option(
            names = "--api-version",
            defaultValue = "V2",
            paramLabel = "v1|v2",
            description = {
                "The API that the notifications were sent through: v2 for notifyV2, v1 for notify. Default: v2."
            })
    private ApiVersion version;

    /** Somebody will try; say what to do instead of repeating it as unknown. */
    @Option(names = "--client-secret", hidden = true, arity = "0..1", fallbackValue = "")
    private void refuseSecret(String ignored) {
        throw new ParameterException(
                command.commandLine(),
                "--client-secret: a secret among the arguments is seen by everybody on the machine; use"
                        + " --client-secret-env NAME or --client-secret-file FILE");
    }

    /**
     * Where to ask.
     *
     * @throws ParameterException naming the option that cannot be used
     */
    KoreEndpoint endpoint() {
        checked("--url", () -> KoreEndpoint.parseUrl(url));
        checked("--stream-id", () -> KoreEndpoint.parseStreamId(streamId));
        return KoreEndpoint.of(url, streamId, version);
    }

    /**
     * Who asks.
     *
     * @throws ParameterException naming the option that cannot be used
     */
    JwtApp app(Map<String, String> environment) {
        if (clientId.isBlank()) {
            throw new ParameterException(command.commandLine(), "--client-id: The client ID (cs-...) is missing");
        }
        try {
            return new JwtApp(clientId, secret.read(environment), algorithm, null);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private void checked(String option, Supplier<?> check) {
        try {
            check.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), option + ": " + e.getMessage());
        }
    }
}

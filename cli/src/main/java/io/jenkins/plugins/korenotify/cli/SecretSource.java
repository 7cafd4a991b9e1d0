package io.jenkins.plugins.korenotify.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where the client secret is read from. There is no option for the secret itself, because every user of the machine can
 * see the arguments of a process. Errors do not repeat the option's value: it may be the secret.
 */
final class SecretSource {
    private static final int MAX_BYTES = 64 << 10;

    @Option(names = "--client-secret-env", paramLabel = "NAME")
    private String variable;

    @Option(names = "--client-secret-file", paramLabel = "FILE")
    private String file;

    /** Reads the secret, or throws {@link IllegalArgumentException} naming the option that cannot be used. */
    String read(Map<String, String> variables) {
        String option = variable != null ? "--client-secret-env" : "--client-secret-file";
        try {
            String secret =
                    variable != null ? variables.getOrDefault(variable, "") : InputText.readFile(file, MAX_BYTES);
            return validate(secret.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static String validate(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("not set, or empty");
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a secret is one line without control characters");
        }
        return secret;
    }
}

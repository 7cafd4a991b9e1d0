package io.jenkins.plugins.korenotify.cli;

import java.io.InputStream;
import java.util.Map;

/**
 * The environment of a command, replaced in tests.
 *
 * @param output standard output and standard error
 * @param input standard input, which {@code -} reads
 * @param variables the environment variables
 */
record CliEnvironment(Output output, InputStream input, Map<String, String> variables) {
    /** The environment of this process. */
    static CliEnvironment ofProcess() {
        return new CliEnvironment(Output.ofProcess(), System.in, System.getenv());
    }

    /** Without the variables, which may hold secrets. */
    @Override
    public String toString() {
        return "CliEnvironment";
    }
}

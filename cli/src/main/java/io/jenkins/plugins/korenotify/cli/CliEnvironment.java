package io.jenkins.plugins.korenotify.cli;

import java.io.InputStream;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param output where it writes
 * @param input what {@code -} reads
 * @param environment the environment variables
 */
record CliEnvironment(Output output, InputStream input, Map<String, String> environment) {
    /** Those of this process. */
    static CliEnvironment ofProcess() {
        return new CliEnvironment(Output.ofProcess(), System.in, System.getenv());
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return "surroundings";
    }
}

package io.jenkins.plugins.korenotify.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"kore-notify-status " + (version == null ? "(unpackaged)" : version)};
    }
}

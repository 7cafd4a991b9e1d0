package io.jenkins.plugins.korenotify.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** How to start this program again, for command lines that are shown. */
final class LaunchCommand {
    private LaunchCommand() {}

    /** The beginning of a command line, for example {@code java -jar cli/target/kore-notify-status.jar}. */
    static String format() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation().getPath().endsWith(".jar")) {
            try {
                return "java -jar "
                        + quoted(fromHere(Path.of(source.getLocation().toURI())));
            } catch (URISyntaxException e) {
                return "kore-notify-status";
            }
        }
        return "kore-notify-status";
    }

    private static Path fromHere(Path jar) {
        Path here = Path.of("").toAbsolutePath();
        return jar.startsWith(here) ? here.relativize(jar) : jar;
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9._/\\\\:+-]+") ? text : "'" + text + "'";
    }
}

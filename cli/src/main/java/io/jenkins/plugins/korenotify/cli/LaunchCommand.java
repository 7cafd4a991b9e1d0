package io.jenkins.plugins.korenotify.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** How to start this program, for the command lines that it shows. */
final class LaunchCommand {
    private LaunchCommand() {}

    /** The beginning of a command line, for example {@code java -jar cli/target/kore-notify-status.jar}. */
    static String format() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
            return "kore-notify-status";
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            Path here = Path.of("").toAbsolutePath();
            String text = (jar.startsWith(here) ? here.relativize(jar) : jar).toString();
            return "java -jar " + (text.matches("[A-Za-z0-9._/\\\\:+-]+") ? text : "'" + text + "'");
        } catch (URISyntaxException e) {
            return "kore-notify-status";
        }
    }
}

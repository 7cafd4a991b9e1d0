package io.jenkins.plugins.korenotify.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where a command writes. Lines are made printable: whatever the remote side invents, it cannot steer the terminal.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether a person sees {@code out} on a terminal that can redraw a line
 * @param unicode whether characters beyond ASCII can be shown
 */
record Output(PrintStream out, PrintStream err, boolean terminal, boolean unicode) {
    // Control characters of both ranges (U+009B begins an escape sequence too), separators, invisible marks.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** Those of this process. What is not read on a terminal is UTF-8. */
    static Output ofProcess() {
        Console console = System.console();
        boolean terminal = console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
        Charset charset = terminal ? console.charset() : StandardCharsets.UTF_8;
        return new Output(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, charset),
                terminal,
                charset.newEncoder().canEncode('█'));
    }

    /** Writes a line to standard output. */
    void line(String text) {
        out.println(printable(text));
    }

    /** Writes a line to standard error. */
    void errorLine(String text) {
        err.println(printable(text));
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** The text on one line, without anything that a terminal would take for a command. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(" ");
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    // From Java 22 on there is a console even where there is no terminal, and it can be asked.
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}

package io.jenkins.plugins.korenotify.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Standard output and standard error. Lines are made printable, so that remote text cannot control the terminal.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether {@code out} is a terminal that can redraw a line
 * @param unicode whether it can show characters beyond ASCII
 */
record Output(PrintStream out, PrintStream err, boolean terminal, boolean unicode) {
    // Control characters of both ranges (U+009B also begins an escape sequence), separators, invisible characters.
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** The output of this process; in UTF-8 unless it is a terminal. */
    static Output ofProcess() {
        Console console = System.console();
        boolean terminal = console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
        Charset charset = terminal ? console.charset() : StandardCharsets.UTF_8;
        return new Output(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                terminal,
                charset.newEncoder().canEncode('█'));
    }

    void line(String text) {
        out.println(printable(text));
    }

    void errorLine(String text) {
        err.println(printable(text));
    }

    void flush() {
        out.flush();
        err.flush();
    }

    /** The text on one line, without control characters; with plain characters where others cannot be shown. */
    String printable(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ");
        return unicode ? line : line.replace("×", "x").replace("≥", ">=").replace("…", "...");
    }

    // Since Java 22 there is a console without a terminal too, and a method that tells them apart.
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

package io.jenkins.plugins.korenotify.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.korenotify.engine.JavaForm;
import io.jenkins.plugins.korenotify.gate.Thresholds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch that a later version stored, with fields that this version does not know, goes on here. */
class LaterFormTest {
    private static final String PACKAGE = LaterFormTest.class.getPackageName();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Test
    void unknownFieldsAreLeftOut() throws Exception {
        byte[] stored = storedByALaterVersion();
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).contains("ofALaterVersion");

        Watch loaded;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored))) {
            loaded = (Watch) in.readObject();
        }

        assertThat(loaded.requests()).extracting(WatchedRequest::id).containsExactly("ds-1");
        assertThat(loaded.startedAt()).isEqualTo(1_000);
        assertThat(loaded.deadline()).isEqualTo(1_000 + LIMIT.toMillis());
        assertThat(loaded.thresholds()).isEqualTo(Thresholds.DEFAULT);
    }

    private byte[] storedByALaterVersion() throws Exception {
        compileLaterVersion();
        try (URLClassLoader later = new LaterClasses(folder.toUri().toURL())) {
            Class<?> wanted = later.loadClass(PACKAGE + ".Wanted");
            Class<?> plan = later.loadClass(PACKAGE + ".PollPlan");
            Method begin = Stream.of(later.loadClass(PACKAGE + ".Watch").getMethods())
                    .filter(method -> method.getName().equals("begin"))
                    .findFirst()
                    .orElseThrow();
            Object one = wanted.getMethod("of", String.class).invoke(null, "ds-1");
            Object watch = begin.invoke(
                    null,
                    List.of(one),
                    Thresholds.DEFAULT,
                    plan.getField("DEFAULT").get(null),
                    true,
                    1_000L,
                    LIMIT);
            return JavaForm.of(watch);
        }
    }

    /** The package as it is, with one more field in each class that is stored. */
    private void compileLaterVersion() throws Exception {
        Path sources = Stream.of("src/main/java", "../src/main/java")
                .map(path -> Path.of(path, PACKAGE.split("\\.")))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        Path changed = Files.createDirectory(folder.resolve("sources"));
        String[] files;
        try (Stream<Path> all = Files.list(sources)) {
            files = all.filter(path -> !path.endsWith("package-info.java"))
                    .map(path -> withOneMoreField(path, changed))
                    .toArray(String[]::new);
        }
        String[] options = {"-d", folder.toString(), "-cp", System.getProperty("java.class.path")};
        int outcome = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        Stream.concat(Stream.of(options), Stream.of(files)).toArray(String[]::new));
        assertThat(outcome).isZero();
    }

    private static String withOneMoreField(Path source, Path changed) {
        try {
            Path file = changed.resolve(source.getFileName());
            Files.writeString(
                    file,
                    Files.readString(source)
                            .replaceFirst(
                                    "(\n    private static final long serialVersionUID = \\d+L;\n)",
                                    "$1    private String ofALaterVersion = \"unknown here\";\n"));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the package anew, and all else from where this test has it. */
    private static final class LaterClasses extends URLClassLoader {
        LaterClasses(URL folder) {
            super(new URL[] {folder}, LaterFormTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }
}

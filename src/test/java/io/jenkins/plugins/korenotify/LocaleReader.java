package io.jenkins.plugins.korenotify;

import java.util.Locale;
import org.jvnet.localizer.LocaleProvider;

/** Somebody who reads everything in one language, as Jenkins' servlet listener has it, which does not run in tests. */
public final class LocaleReader implements AutoCloseable {
    private final LocaleProvider before = LocaleProvider.getProvider();

    public LocaleReader(Locale language) {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return language;
            }
        });
    }

    @Override
    public void close() {
        LocaleProvider.setProvider(before);
    }
}

package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdentityMaskerProperties {
    private static final String FORM = "[a-zA-Z0-9]{0,2}\\*\\*\\*(?:@\\*\\*\\*|[a-zA-Z0-9]{0,3})";

    @Property(tries = 20_000)
    void littleIsShownAndNothingButLettersAndDigits(@ForAll("identities") String identity) {
        String masked = IdentityMasker.apply(identity);

        assertThat(masked).matches(FORM);
        assertThat(shown(masked)).isLessThanOrEqualTo(IdentityMasker.MAX_SHOWN);
        assertThat(3 * shown(masked)).isLessThanOrEqualTo(plain(identity));
    }

    @Property(tries = 5_000)
    void aShortIdentityIsNeverShown(@ForAll("short") String identity) {
        assertThat(IdentityMasker.apply(identity)).isIn("***", "***@***");
    }

    @Property
    void whereItStandsInABufferDoesNotMatter(
            @ForAll("identities") String identity, @ForAll("identities") String around) {
        char[] buffer = (around + identity + around).toCharArray();

        assertThat(IdentityMasker.apply(buffer, around.length(), identity.length()))
                .isEqualTo(IdentityMasker.apply(identity));
    }

    @Property
    void whatIsShownIsOfTheRightEnd(@ForAll("identities") String identity) {
        String masked = IdentityMasker.apply(identity);
        String start = masked.substring(0, masked.indexOf('*'));
        String end = masked.substring(masked.lastIndexOf('*') + 1);

        assertThat(identity.strip()).startsWith(start).endsWith(end);
    }

    private static long shown(String masked) {
        return masked.chars().filter(c -> c != '*' && c != '@').count();
    }

    private static long plain(String text) {
        return text.chars().filter(c -> c < 128 && Character.isLetterOrDigit(c)).count();
    }

    @Provide
    Arbitrary<String> identities() {
        Arbitrary<String> names = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars('.', '_', '-', ' ', '\'')
                .ofMaxLength(30);
        Arbitrary<String> phones = Arbitraries.strings()
                .numeric()
                .withChars('+', ' ', '(', ')', '-', '.', '/')
                .ofMaxLength(25);
        return Arbitraries.oneOf(
                names,
                phones,
                Combinators.combine(names, names).as((name, domain) -> name + "@" + domain),
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings()
                        .alpha()
                        .withChars('\u202e', '\u200b', '\u0000', '\n', '\ud83d', '\ude00', '<', '@', '\u0301')
                        .ofMaxLength(40),
                names.map(text -> text.repeat(200)));
    }

    /** Fewer than 7 letters and digits, whatever else; of an address, fewer than 3 before the {@code @}. */
    @Provide("short")
    Arbitrary<String> littleBesideNoise() {
        Arbitrary<String> noise = Arbitraries.strings()
                .withChars(' ', '\u200b', '-', '.', '\u202e', '\ud83d', '\ude00', '\u00e9')
                .ofMaxLength(30);
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6).filter(text -> text.lastIndexOf('@') < 0),
                Combinators.combine(
                                noise, Arbitraries.strings().alpha().numeric().ofMaxLength(6), noise)
                        .as((before, text, after) -> before + text + after),
                Combinators.combine(
                                Arbitraries.strings().alpha().ofMaxLength(2),
                                noise,
                                Arbitraries.strings().alpha().ofMaxLength(20))
                        .as((name, between, domain) -> name + between + "@" + domain));
    }
}

package io.jenkins.plugins.korenotify.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine says is said in the reader's language, whatever is filled in. */
class LocalizableMessageTest {
    private static final Locale FRENCH = Locale.FRENCH;

    static List<String> keys() {
        return List.copyOf(
                ResourceBundle.getBundle("io.jenkins.plugins.korenotify.engine.message.EngineMessages", Locale.ROOT)
                        .keySet());
    }

    @Test
    void aSentenceIsInTheReadersLanguageElseInEnglish() {
        LocalizableMessage phrase = LocalizableMessage.of("url.tooLong", 2000);

        assertThat(phrase.format(Locale.GERMAN)).isEqualTo("Die URL ist länger als 2000 Zeichen");
        assertThat(phrase.format(Locale.GERMANY)).isEqualTo("Die URL ist länger als 2000 Zeichen");
        assertThat(phrase.format(FRENCH)).isEqualTo("The URL is longer than 2000 characters");
        assertThat(phrase).hasToString("The URL is longer than 2000 characters");
    }

    @Test
    void theLanguageOfTheMachineIsNobodys() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(LocalizableMessage.of("url.tooLong", 2000))
                    .hasToString("The URL is longer than 2000 characters");
            assertThat(new InvalidInputException("url.notHttps")).hasMessage("The URL must begin with https://");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void sentencesFollowOneAnotherInOneLanguage() {
        LocalizableMessage two = LocalizableMessage.of("answer.status", 404).and("answer.checkUrl");

        assertThat(two).hasToString("The server answered HTTP 404. Check the URL and the API version");
        assertThat(two.format(Locale.GERMAN))
                .isEqualTo("Der Server antwortete mit HTTP 404. Zu prüfen sind die URL und die API-Version");
    }

    /** The others choose their words by a number. */
    static List<String> keysOfTexts() {
        ResourceBundle bundle =
                ResourceBundle.getBundle("io.jenkins.plugins.korenotify.engine.message.EngineMessages", Locale.ROOT);
        return keys().stream()
                .filter(key -> !bundle.getString(key).contains(",choice,"))
                .toList();
    }

    @Test
    void numbersChooseBetweenSingularAndPluralAndHaveNoSeparators() {
        assertThat(LocalizableMessage.of("gate.tooManyFailed", 1, 0))
                .hasToString("1 recipient failed, at most 0 allowed");
        assertThat(LocalizableMessage.of("gate.tooManyFailed", 12345, 6789L))
                .hasToString("12345 recipients failed, at most 6789 allowed");
        assertThat(LocalizableMessage.of("gate.tooManyFailed", 12345, 6789).format(Locale.GERMAN))
                .startsWith("12345 ");
    }

    @ParameterizedTest
    @MethodSource("keysOfTexts")
    void valuesAreInsertedAsTheyAre(String key) {
        List<String> hostile = List.of("{0}", "{1,number}", "it's", "'", "${kore}", "<script>", "");
        for (Locale reader : List.of(Locale.ROOT, Locale.GERMAN)) {
            String plain = LocalizableMessage.of(key, "A1", "B2", "C3", "D4", "E5", "F6")
                    .format(reader);
            for (String text : hostile) {
                assertThat(LocalizableMessage.of(key, text, text, text, text, text, text)
                                .format(reader))
                        .isEqualTo(plain.replace("A1", text)
                                .replace("B2", text)
                                .replace("C3", text)
                                .replace("D4", text)
                                .replace("E5", text)
                                .replace("F6", text));
            }
            assertThat(plain).doesNotContain("{", "''");
        }
    }

    @Test
    void everyTextInItCanBeChanged() {
        LocalizableMessage phrase =
                LocalizableMessage.of("exchange.failed", "a secret").and("answer.begins", 500, "a secret");

        assertThat(phrase.map(text -> text.replace("secret", "***")))
                .hasToString("The poll failed: a ***. The server answered HTTP 500, which begins: a ***");
        assertThat(phrase.toString()).contains("a secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"of.a.later.version", ""})
    void whatALaterVersionSaysIsShownSomehow(String key) {
        assertThat(LocalizableMessage.of(key, "ds-1", LocalizableMessage.of("url.notHttps"))
                        .format(Locale.GERMAN))
                .isEqualTo(key + "[ds-1, Die URL muss mit https:// beginnen]");
    }

    @Test
    void isTheSameAfterItWasStored() {
        LocalizableMessage phrase = LocalizableMessage.of("answer.status", 404).and("answer.checkUrl");

        assertThat(stored(phrase))
                .isEqualTo(phrase)
                .hasSameHashCodeAs(phrase)
                .hasToString(phrase.toString())
                .isNotEqualTo(LocalizableMessage.of("answer.status", 500).and("answer.checkUrl"))
                .isNotEqualTo(LocalizableMessage.of("answer.status", 404));
        assertThat(((InvalidInputException) stored(new InvalidInputException("url.tooLong", 2000))).toMessage())
                .isEqualTo(LocalizableMessage.of("url.tooLong", 2000));
    }

    @Test
    void whatIsRefusedIsSaidInTheReadersLanguage() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> {
                    throw new InvalidInputException("threshold.notAPercentage", "minSuccessRate");
                })
                .withMessage("minSuccessRate must be a percentage from 0 to 100")
                .satisfies(refused -> assertThat(refused.toMessage().format(Locale.GERMAN))
                        .isEqualTo("minSuccessRate muss ein Prozentsatz von 0 bis 100 sein"));
    }

    private static Object stored(Object written) {
        return JavaForm.read(JavaForm.of(written));
    }
}

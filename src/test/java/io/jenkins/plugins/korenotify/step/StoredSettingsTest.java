package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.korenotify.engine.client.TrackedRequest;
import io.jenkins.plugins.korenotify.trials.JavaForm;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a step that waits stores of the text that a script gave. */
class StoredSettingsTest {
    private static final String SEND_RESPONSE =
            "{\"_id\":\"ds-1\",\"createdBy\":\"u-someone\",\"store\":{\"identitiesCount\":12}}";

    @Test
    void aSendResponseIsStoredAsIdAndCountAlone() throws Exception {
        KoreNotifyStatusStep settings = new KoreNotifyStatusStep();
        settings.setRequestId(SEND_RESPONSE);
        settings.setRequestIds(List.of("ds-2"));

        KoreNotifyStatusStep stored =
                settings.withRequests(ValidatedCheck.of(settings).requests());

        String form = new String(JavaForm.of(stored), StandardCharsets.ISO_8859_1);
        assertThat(form).contains("ds-1", "ds-2").doesNotContain("someone");
        assertThat(ValidatedCheck.of(stored).requests())
                .containsExactly(new TrackedRequest("ds-1", OptionalLong.of(12)), TrackedRequest.of("ds-2"));
    }

    @Test
    void aNumberIsKeptExactlyAndAnAbsurdOneCostsNothing() {
        KoreNotifyStatusStep settings = new KoreNotifyStatusStep();
        settings.setMinSuccessRate(new BigDecimal("9.9950E+1"));
        assertThat(settings.getMinSuccessRate()).isEqualTo("99.950");

        for (String absurd : List.of("1E+999999999", "1E-999999999")) {
            settings.setRequestId("ds-1");
            settings.setMinSuccessRate(new BigDecimal(absurd));
            assertThat(settings.getMinSuccessRate()).isEqualTo(absurd);
            assertThatThrownBy(() -> ValidatedCheck.of(settings)).hasMessageStartingWith("minSuccessRate ");
        }
    }
}

package io.jenkins.plugins.korenotify.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class UndeliveredSampleTest {
    private static final UndeliveredRecipient A = new UndeliveredRecipient("a***@***", "ivr", true, "gone");
    private static final UndeliveredRecipient B = new UndeliveredRecipient("b***@***", "ivr", true, "");
    private static final UndeliveredRecipient C = new UndeliveredRecipient("***", "", false, "waiting");

    @Test
    void listsThoseWhoFailedFirst() {
        UndeliveredSample all = UndeliveredSample.of(List.of(C, B, A));

        assertThat(all.recipients()).containsExactly(A, B, C);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.failed()).isEqualTo(2);
        assertThat(all.pending()).isEqualTo(1);
        assertThat(all)
                .isEqualTo(UndeliveredSample.of(List.of(A, C, B)))
                .hasSameHashCodeAs(UndeliveredSample.of(List.of(B, A, C)));
        assertThat(all).isNotEqualTo(UndeliveredSample.of(List.of(A, B))).isNotEqualTo("x");
        assertThat(all).hasToString("2 failed, 1 pending, masked");
    }

    @Test
    void isCutToItsFirst() {
        UndeliveredSample all = UndeliveredSample.of(List.of(C, B, A));

        assertThat(all.first(2, 1)).isSameAs(all);
        assertThat(all.first(1, 1).recipients()).containsExactly(A, C);
        assertThat(all.first(9, 0).recipients()).containsExactly(A, B);
        assertThat(all.first(0, 0)).isSameAs(UndeliveredSample.NONE);
    }

    @Test
    void whoFailedIsNotWhoIsPending() {
        UndeliveredRecipient open = new UndeliveredRecipient("a***@***", "ivr", false, "gone");

        assertThat(UndeliveredSample.of(List.of(open))).isNotEqualTo(UndeliveredSample.of(List.of(A)));
        assertThat(UndeliveredSample.of(List.of())).isSameAs(UndeliveredSample.NONE);
        assertThat(UndeliveredSample.NONE.recipients()).isEmpty();
    }

    @Test
    void needsTexts() {
        assertThatNullPointerException().isThrownBy(() -> new UndeliveredRecipient(null, "", true, ""));
        assertThatNullPointerException().isThrownBy(() -> new UndeliveredRecipient("", null, true, ""));
        assertThatNullPointerException().isThrownBy(() -> new UndeliveredRecipient("", "", true, null));
    }
}

package io.jenkins.plugins.korenotify.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnreachedTest {
    private static final UnreachedRecipient A = new UnreachedRecipient("a***@***", "ivr", true, "gone");
    private static final UnreachedRecipient B = new UnreachedRecipient("b***@***", "ivr", true, "");
    private static final UnreachedRecipient C = new UnreachedRecipient("***", "", false, "waiting");

    @Test
    void listsThoseWhoFailedFirst() {
        Unreached all = Unreached.of(List.of(C, B, A));

        assertThat(all.recipients()).containsExactly(A, B, C);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.failed()).isEqualTo(2);
        assertThat(all.pending()).isEqualTo(1);
        assertThat(all).isEqualTo(Unreached.of(List.of(A, C, B))).hasSameHashCodeAs(Unreached.of(List.of(B, A, C)));
        assertThat(all).isNotEqualTo(Unreached.of(List.of(A, B))).isNotEqualTo("x");
        assertThat(all).hasToString("2 failed, 1 pending, masked");
    }

    @Test
    void isCutToItsFirst() {
        Unreached all = Unreached.of(List.of(C, B, A));

        assertThat(all.first(2, 1)).isSameAs(all);
        assertThat(all.first(1, 1).recipients()).containsExactly(A, C);
        assertThat(all.first(9, 0).recipients()).containsExactly(A, B);
        assertThat(all.first(0, 0)).isSameAs(Unreached.NOBODY);
    }

    @Test
    void whoFailedIsNotWhoIsPending() {
        UnreachedRecipient open = new UnreachedRecipient("a***@***", "ivr", false, "gone");

        assertThat(Unreached.of(List.of(open))).isNotEqualTo(Unreached.of(List.of(A)));
        assertThat(Unreached.of(List.of())).isSameAs(Unreached.NOBODY);
        assertThat(Unreached.NOBODY.recipients()).isEmpty();
    }

    @Test
    void needsTexts() {
        assertThatNullPointerException().isThrownBy(() -> new UnreachedRecipient(null, "", true, ""));
        assertThatNullPointerException().isThrownBy(() -> new UnreachedRecipient("", null, true, ""));
        assertThatNullPointerException().isThrownBy(() -> new UnreachedRecipient("", "", true, null));
    }
}

package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryBarTest {
    private static final Offset<BigDecimal> A_LITTLE = within(new BigDecimal("0.02"));

    @ParameterizedTest
    @CsvSource({
        "98, 2, 0, 98.00, 2.00",
        "1, 0, 0, 100.00, 0",
        "0, 5, 0, 0, 100.00",
        "0, 0, 5, 0, 0",
        "100000, 1, 0, 99.00, 1",
        "1, 100000, 0, 1, 99.00",
        "1, 1, 100000, 1, 1",
        "1, 1, 1, 33.33, 33.33",
    })
    void showsEverybody(long delivered, long failed, long pending, String deliveredWidth, String failedWidth) {
        DeliveryBar bar = new DeliveryBar(delivered, failed, pending, null);

        assertThat(new BigDecimal(bar.getDeliveredWidth())).isCloseTo(new BigDecimal(deliveredWidth), A_LITTLE);
        assertThat(new BigDecimal(bar.getFailedWidth())).isCloseTo(new BigDecimal(failedWidth), A_LITTLE);
        assertThat(bar.getDescription())
                .isEqualTo(delivered + " of " + (delivered + failed + pending) + " delivered, " + failed + " failed, " + pending
                        + " pending");
    }
}

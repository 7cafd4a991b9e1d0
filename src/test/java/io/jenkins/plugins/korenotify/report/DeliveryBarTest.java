package io.jenkins.plugins.korenotify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
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
    void noPartVanishes(long delivered, long failed, long pending, String deliveredWidth, String failedWidth) {
        DeliveryBar bar = new DeliveryBar(delivered, failed, pending, new BigDecimal("98.5"));

        assertThat(new BigDecimal(bar.getDeliveredWidth())).isCloseTo(new BigDecimal(deliveredWidth), A_LITTLE);
        assertThat(new BigDecimal(bar.getFailedWidth())).isCloseTo(new BigDecimal(failedWidth), A_LITTLE);
        assertThat(bar.getDescription())
                .isEqualTo("%d of %d delivered, %d failed, %d pending; 98.5%% required"
                        .formatted(delivered, delivered + failed + pending, failed, pending));
    }

    @Test
    void marksARequiredRateWhereItIs() {
        DeliveryBar bar = new DeliveryBar(1, 1, 0, new BigDecimal("98.5"));

        assertThat(bar.getRequired()).isEqualTo("98.5");
        assertThat(bar.getRequiredSide()).isEqualTo("end");
        assertThat(new DeliveryBar(1, 1, 0, BigDecimal.TEN).getRequiredSide()).isEqualTo("start");
        assertThat(new DeliveryBar(1, 1, 0, BigDecimal.ZERO).getRequired()).isNull();
        assertThat(new DeliveryBar(1, 1, 0, null).getRequired()).isNull();
    }
}

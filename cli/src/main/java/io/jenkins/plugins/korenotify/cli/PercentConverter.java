package io.jenkins.plugins.korenotify.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a percentage, with or without the sign. {@code Thresholds} validates its range. */
final class PercentConverter implements ITypeConverter<BigDecimal> {
    @Override
    public BigDecimal convert(String text) {
        try {
            return new BigDecimal(text.replaceFirst("\\s*%$", ""));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a percentage from 0 to 100, like 98 or 99.5");
        }
    }
}

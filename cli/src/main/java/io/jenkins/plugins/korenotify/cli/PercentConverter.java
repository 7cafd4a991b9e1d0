package io.jenkins.plugins.korenotify.cli;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a percentage, with or without the sign; whether it is in range is the thresholds' to say. */
final class PercentConverter implements ITypeConverter<BigDecimal> {
    private static final int LONGEST = 40;

    @Override
    public BigDecimal convert(String text) {
        String number =
                text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
        if (number.length() > LONGEST) {
            throw new TypeConversionException("give a percentage from 0 to 100, like 98 or 99.5");
        }
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("give a percentage from 0 to 100, like 98 or 99.5");
        }
    }
}

package io.jenkins.plugins.korenotify.engine.message;

/** A value that a user entered and that cannot be used. The message names it and says why, in English. */
public final class InvalidInputException extends IllegalArgumentException implements Localizable {
    private static final long serialVersionUID = 1L;

    private final LocalizableMessage message;

    /** Creates the exception; the message has this code and these arguments, and names the value. */
    public InvalidInputException(String code, Object... arguments) {
        this(LocalizableMessage.of(code, arguments));
    }

    private InvalidInputException(LocalizableMessage message) {
        super(message.toString());
        this.message = message;
    }

    /** Throws an exception with this code and these arguments unless a value is valid. */
    public static void require(boolean valid, String code, Object... arguments) {
        if (!valid) {
            throw new InvalidInputException(code, arguments);
        }
    }

    @Override
    public LocalizableMessage toMessage() {
        return message;
    }
}

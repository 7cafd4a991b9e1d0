package io.jenkins.plugins.korenotify.simulator;

/**
 * What Kore.ai does not document, decided by a seed, so that a client cannot rely on any of it.
 *
 * @param percentageInV2 whether replies of V2 have {@code percentageComplete}, as those of V1 do
 * @param mixedWord the final word of V2 where some recipients failed and some did not
 * @param countTooSmall whether {@code count} is one less than the entries, as in the newest published sample
 * @param unknownIdStatus HTTP status for a request ID that is not known
 * @param limitStatus HTTP status for too many calls
 * @param acceptsContent whether a send may call its message {@code content}, as half of the published samples do
 */
record Unknowns(
        boolean percentageInV2,
        String mixedWord,
        boolean countTooSmall,
        int unknownIdStatus,
        int limitStatus,
        boolean acceptsContent) {

    /** What is documented for a similar call, or inferred. */
    static final Unknowns INFERRED = new Unknowns(false, SimulatedRequest.PARTIAL_SUCCESS, false, 400, 429, true);

    private static final String[] MIXED_WORDS = {
        SimulatedRequest.PARTIAL_SUCCESS, SimulatedRequest.FAILURE, SimulatedRequest.SUCCESS, "partial_success"
    };
    private static final int[] UNKNOWN_ID_STATUSES = {400, 404, 400, 200};
    private static final int[] LIMIT_STATUSES = {429, 400, 403, 200};

    static Unknowns of(long seed) {
        return new Unknowns(
                pick(2, seed, 201) == 0,
                MIXED_WORDS[pick(MIXED_WORDS.length, seed, 202)],
                pick(4, seed, 203) == 0,
                UNKNOWN_ID_STATUSES[pick(UNKNOWN_ID_STATUSES.length, seed, 204)],
                LIMIT_STATUSES[pick(LIMIT_STATUSES.length, seed, 205)],
                pick(2, seed, 206) == 0);
    }

    private static int pick(int choices, long seed, long purpose) {
        return (int) (Seeds.unit(seed, purpose) * choices);
    }
}

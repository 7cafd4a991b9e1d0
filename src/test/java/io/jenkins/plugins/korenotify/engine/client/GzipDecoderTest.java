package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipDecoderTest {
    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] decode(byte[] body, int pieceLength) throws KoreException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (GzipDecoder decoder = new GzipDecoder()) {
            for (int i = 0; i < body.length; i += pieceLength) {
                decoder.feed(
                        body,
                        i,
                        Math.min(pieceLength, body.length - i),
                        (bytes, offset, length) -> plain.write(bytes, offset, length));
            }
            decoder.end();
        }
        return plain.toByteArray();
    }

    @Property(tries = 300)
    void givesBackWhatWasCompressedInPiecesOfAnySize(
            @ForAll byte[] plain, @ForAll @IntRange(min = 1, max = 100) int pieceLength) throws Exception {
        assertThat(decode(gzip(plain), pieceLength)).isEqualTo(plain);
    }

    @Property(tries = 300)
    void aChangedBitIsNoticed(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] plain = new byte[1 + random.nextInt(500)];
        random.nextBytes(plain);
        byte[] body = gzip(plain);
        // Behind the header, whose time and system mean nothing.
        int at = 10 + random.nextInt(body.length - 10);
        body[at] ^= (byte) (1 << random.nextInt(8));

        try {
            assertThat(decode(body, 7)).isEqualTo(plain);
        } catch (KoreException e) {
            assertThat(e.kind()).isEqualTo(KoreException.Kind.PROTOCOL);
        }
    }

    @Test
    void passesOverTheOptionalFieldsOfTheHeader() throws Exception {
        byte[] body = gzip("status".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, 3);
        out.write(4 | 8 | 16);
        out.write(body, 4, 6);
        out.write(new byte[] {3, 0, 1, 2, 3});
        out.write("name\0comment\0".getBytes(StandardCharsets.UTF_8));
        out.write(body, 10, body.length - 10);

        assertThat(decode(out.toByteArray(), 1)).asString().isEqualTo("status");
    }

    @Test
    void aBombIsEndedBeforeItGrows() throws Exception {
        byte[] bomb = gzip(new byte[64 << 20]);
        long[] grown = new long[1];

        try (GzipDecoder decoder = new GzipDecoder()) {
            assertThatThrownBy(() -> decoder.feed(bomb, 0, bomb.length, (bytes, offset, length) -> grown[0] += length))
                    .isInstanceOf(KoreException.class)
                    .hasMessageContaining("200 times");
        }
        assertThat(grown[0]).isLessThan(bomb.length * 201L + (2 << 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 9, 10, 15, 20})
    void aBodyThatEndsEarlyIsNotRead(int length) throws Exception {
        byte[] body = gzip("a status of a request".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> decode(Arrays.copyOf(body, length), 4)).isInstanceOf(KoreException.class);
        assertThatThrownBy(() -> decode(Arrays.copyOf(body, body.length - 1), 4))
                .isInstanceOf(KoreException.class);
    }

    @Test
    void whatFollowsTheEndIsRefused() throws Exception {
        byte[] body = gzip("status".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> decode(Arrays.copyOf(body, body.length + 1), 4))
                .isInstanceOf(KoreException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void aSecondMemberIsRefused(int pieceLength) throws Exception {
        byte[] one = gzip("{\"status\":\"SUCCESS\",".getBytes(StandardCharsets.UTF_8));
        byte[] two = gzip("\"count\":1}".getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);

        assertThatThrownBy(() -> decode(both, pieceLength)).isInstanceOf(KoreException.class);
    }

    @Test
    void aHeaderWithAChecksumIsRead() throws Exception {
        byte[] body = gzip("status".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, 3);
        out.write(2);
        out.write(body, 4, 6);
        out.write(new byte[] {1, 2});
        out.write(body, 10, body.length - 10);

        assertThat(decode(out.toByteArray(), 1)).asString().isEqualTo("status");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x40, 0x80})
    void reservedFlagsAreRefused(int flag) throws Exception {
        byte[] body = gzip("status".getBytes(StandardCharsets.UTF_8));
        body[3] = (byte) flag;

        assertThatThrownBy(() -> decode(body, 4)).isInstanceOf(KoreException.class);
    }

    @Test
    void whatIsNotGzipIsRefused() {
        assertThatThrownBy(() -> decode("{\"status\":1}".getBytes(StandardCharsets.UTF_8), 4))
                .isInstanceOf(KoreException.class)
                .hasMessageContaining("gzip");
    }
}

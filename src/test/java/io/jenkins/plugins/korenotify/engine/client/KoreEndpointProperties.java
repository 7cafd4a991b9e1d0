package io.jenkins.plugins.korenotify.engine.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KoreEndpointProperties {
    private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._~-";

    @Property
    void everySpellingOfAnEnvironmentLeadsToTheSamePlace(
            @ForAll("hosts") String host,
            @ForAll("ports") String port,
            @ForAll("segments") List<String> path,
            @ForAll("schemes") String scheme,
            @ForAll("endings") String ending,
            @ForAll("ids") String stream,
            @ForAll("ids") String request,
            @ForAll ApiVersion version) {
        String folder = path.isEmpty() ? "" : "/" + String.join("/", path);

        URI uri = KoreEndpoint.of(scheme + host + port + folder + ending, stream, version)
                .statusUri(request);

        List<String> required = new ArrayList<>(path);
        required.addAll(List.of("api", "public", "bot", stream));
        required.addAll(List.of(version == ApiVersion.V2 ? "notifyV2" : "notify", "status", request));
        String shownPort = port.equals(":443") ? "" : port;
        assertThat(uri).hasToString("https://" + host + shownPort + "/" + String.join("/", required));
        assertThat(uri.getHost()).isEqualTo(host);
    }

    @Property(tries = 5000)
    void whateverIsGivenStaysOnTheGivenHostOrIsRefusedInWords(
            @ForAll("nearlyUrls") String url, @ForAll("nearlyIds") String stream, @ForAll("nearlyIds") String request) {
        KoreEndpoint endpoint;
        URI uri;
        try {
            endpoint = KoreEndpoint.of(url, stream, ApiVersion.V2);
            uri = endpoint.statusUri(request);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).matches("(The|This) [\\s\\S]{5,300}");
            return;
        }
        assertThat(uri.getScheme()).matches("https?");
        assertThat(uri.getHost().toLowerCase(Locale.ROOT)).isEqualTo(hostOf(url));
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.getRawPath())
                .endsWith("/api/public/bot/" + stream.strip() + "/notifyV2/status/" + request.strip());
        assertThat(uri.toString()).isEqualTo(uri.toASCIIString()).doesNotContain("\\", "//.");
        assertThat(uri.normalize()).isEqualTo(uri);
    }

    @Property
    void anythingAtAllIsTakenOrRefusedInWords(@ForAll String url, @ForAll String id) {
        try {
            KoreEndpoint.parseUrl(url);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).startsWith("The URL ");
        }
        try {
            assertThat(KoreEndpoint.parseRequestId(id)).matches("[" + ID_CHARACTERS + "]+");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("request ID").hasSizeLessThan(120);
        }
    }

    @Property
    void checkingTwiceChangesNothing(@ForAll("nearlyUrls") String url) {
        URI once;
        try {
            once = KoreEndpoint.parseUrl(url);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(KoreEndpoint.parseUrl(once.toString())).isEqualTo(once);
    }

    /** The host as a reader would see it: between the scheme and whatever ends the authority. */
    private static String hostOf(String url) {
        String rest = url.strip().replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://", "");
        String authority = rest.split("[/?#]", 2)[0];
        return authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> label =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
        return Arbitraries.oneOf(
                label.list().ofMinSize(1).ofMaxSize(4).map(labels -> String.join(".", labels)),
                Arbitraries.of("platform.kore.ai", "[2001:db8::1]", "192.0.2.7", "xn--bcher-kva.example", "a-b.c0.d"));
    }

    @Provide
    Arbitrary<String> ports() {
        return Arbitraries.oneOf(
                Arbitraries.just(""), Arbitraries.integers().between(1, 65535).map(port -> ":" + port));
    }

    @Provide
    Arbitrary<List<String>> segments() {
        return Arbitraries.of("bots", "v1", "a.b", "..x", "x..", "a%20b", "~u", "a;b=c", "xapi", "apis")
                .list()
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<String> schemes() {
        return Arbitraries.of("", "https://", "HTTPS://", " https://");
    }

    @Provide
    Arbitrary<String> endings() {
        return Arbitraries.of("", "/", "//", "/api", "/api/", "//api//", "/api/api", "/api/api//api/", "/ ", "/api \t");
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> rest = Arbitraries.strings().withChars(ID_CHARACTERS).ofMaxLength(127);
        return Combinators.combine(Arbitraries.strings().alpha().ofLength(1), rest)
                .as((first, more) -> first + more);
    }

    @Provide
    Arbitrary<String> nearlyIds() {
        return Arbitraries.oneOf(ids(), ids(), spoilt(Arbitraries.just("ds-adddc869-d773-5785")));
    }

    @Provide
    Arbitrary<String> nearlyUrls() {
        Arbitrary<String> good = Arbitraries.of(
                "https://platform.kore.ai",
                "platform.kore.ai:8443/api",
                "https://kore.example.com/a/b/",
                "http://localhost:8080",
                "http://127.0.0.1/x",
                "https://[2001:db8::1]:1/a");
        return Arbitraries.oneOf(good, spoilt(good), spoilt(spoilt(good)));
    }

    private static Arbitrary<String> spoilt(Arbitrary<String> good) {
        Arbitrary<String> odd = Arbitraries.oneOf(
                Arbitraries.of(
                        "/", "//", "..", "/../", "/./", "/..", "/.", ".", "%2e%2e", "%2f", "%5c", "%", "%00", "\\", "@",
                        ":", "?", "#", "[", "]", ";", " ", "\t", "\n", "\u0000", "\u00fc", "\u202e", "\uff0f", "\u3002",
                        "_", "a@b:", "http://", "/api", "/api/", ":0", ":99999", ":443", "\ud800"),
                Arbitraries.strings().ofMaxLength(3));
        return Combinators.combine(good, odd, Arbitraries.integers().between(0, 40))
                .as((text, more, at) -> {
                    int cut = Math.min(at, text.length());
                    return text.substring(0, cut) + more + text.substring(cut);
                });
    }
}

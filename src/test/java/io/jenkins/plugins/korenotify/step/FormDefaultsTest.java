package io.jenkins.plugins.korenotify.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.Secret;
import io.jenkins.plugins.korenotify.connection.KoreConnection;
import io.jenkins.plugins.korenotify.connection.TestBot;
import io.jenkins.plugins.korenotify.integration.KoreTokenBinding;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Every property can be entered, and an empty form shows what a new object has; {@link FreshFormTest} submits them. */
class FormDefaultsTest {
    private static final String PACKAGE = "src/main/resources/io/jenkins/plugins/korenotify/";
    private static final String SHARED = "step/KoreNotifyStatusStep/settings.jelly";

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(
                        new KoreNotifyStatusStep(), Set.of("step/KoreNotifyStatusStep/config.jelly", SHARED), Set.of()),
                Arguments.of(
                        new KoreNotifyStatusBuilder(),
                        Set.of("step/KoreNotifyStatusBuilder/config.jelly", SHARED),
                        Set.of()),
                Arguments.of(new KoreConnection(""), Set.of("connection/KoreConnection/config.jelly"), Set.of()),
                Arguments.of(
                        TestBot.emptyCredentials(),
                        Set.of("credentials/KoreCredentialsImpl/credentials.jelly"),
                        // The credentials plugin has a form for these.
                        Set.of("scope", "id", "description")),
                Arguments.of(
                        new KoreTokenBinding(null, null),
                        Set.of("integration/KoreTokenBinding/config-details.jelly"),
                        // The credentials-binding plugin has fields for these.
                        Set.of("variable", "credentialsId")));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anEmptyFormShowsTheDefaults(Object fresh, Set<String> views, Set<String> elsewhere) throws Exception {
        Map<String, String> shown = new TreeMap<>();
        for (String view : views) {
            shown.putAll(shownBy(view, fresh));
        }
        Map<String, String> held = new TreeMap<>();
        for (String property : properties(fresh.getClass())) {
            if (!elsewhere.contains(property)) {
                held.put(property, format(get(fresh, property)));
            }
        }

        assertThat(shown).isEqualTo(held);
    }

    /** By field, what is shown where nothing was entered. */
    private static Map<String, String> shownBy(String view, Object fresh) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList entries = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(Path.of(PACKAGE + view)))))
                .getElementsByTagNameNS("/lib/form", "entry");
        Map<String, String> shown = new TreeMap<>();
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            NodeList all = entry.getElementsByTagNameNS("*", "*");
            // A hidden input of HTML is no control that somebody sees.
            List<Element> controls = IntStream.range(0, all.getLength())
                    .mapToObj(n -> (Element) all.item(n))
                    .filter(element -> !element.getAttribute("type").equals("hidden"))
                    .toList();
            assertThat(controls).as(entry.getAttribute("field")).hasSize(1);
            String byDefault = controls.get(0).getAttribute("default");
            if (byDefault.startsWith("${descriptor.")) {
                Object value = Class.forName(fresh.getClass().getName() + "$DescriptorImpl")
                        .getConstructor()
                        .newInstance();
                for (String property : byDefault
                        .substring("${descriptor.".length())
                        .replace("}", "")
                        .split("\\.")) {
                    value = get(value, property);
                }
                byDefault = format(value);
            }
            assertThat(shown.put(entry.getAttribute("field"), byDefault)).isNull();
        }
        return shown;
    }

    /** What a form submits and code may set. */
    private static Set<String> properties(Class<?> type) throws Exception {
        Set<String> properties = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                properties.add(Character.toLowerCase(method.getName().charAt(3))
                        + method.getName().substring(4));
            }
        }
        Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .forEach(parameter -> {
                    assertThat(parameter.isNamePresent()).isTrue();
                    properties.add(parameter.getName());
                });
        return properties;
    }

    private static Object get(Object from, String property) throws ReflectiveOperationException {
        String name = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        Method getter = Arrays.stream(from.getClass().getMethods())
                .filter(method -> Set.of("get" + name, "is" + name).contains(method.getName()))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(property));
        return getter.invoke(from);
    }

    /** Nothing, like a box that is not ticked, is shown without a default. */
    private static String format(Object value) {
        boolean nothing = value == null || value.equals(false) || value instanceof Secret;
        return nothing ? "" : value.toString();
    }
}

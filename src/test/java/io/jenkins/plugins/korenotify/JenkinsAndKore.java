package io.jenkins.plugins.korenotify;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** One Jenkins for all tests of a class, and for each of them a simulated Kore.ai and the connection {@code bank} to it. */
@WithJenkins
public abstract class JenkinsAndKore {
    protected static JenkinsRule jenkins;
    protected KoreFixture kore;

    @BeforeAll
    public static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    public static void stop() throws Exception {
        jenkins.after();
        jenkins = null;
    }

    @BeforeEach
    public void connect() throws Exception {
        kore = KoreFixture.start();
        kore.connect("bank");
    }

    @AfterEach
    public void disconnect() {
        kore.close();
    }
}

package io.jenkins.plugins.korenotify;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** For each test a Jenkins that can be restarted, and a simulated Kore.ai that stays. */
public abstract class SessionsAndKore {
    @RegisterExtension
    protected final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    protected KoreFixture kore;

    @BeforeEach
    public void start() throws Exception {
        kore = KoreFixture.start();
    }

    @AfterEach
    public void stop() {
        kore.close();
    }
}

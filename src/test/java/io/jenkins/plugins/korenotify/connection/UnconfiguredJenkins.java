package io.jenkins.plugins.korenotify.connection;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** One Jenkins for all tests of a class; each of them finds it without credentials, connections and proxy. */
@WithJenkins
public abstract class UnconfiguredJenkins {
    /** The Jenkins. */
    protected static JenkinsRule j;

    @BeforeAll
    static void start(JenkinsRule rule) {
        j = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        j.after();
        j = null;
    }

    @BeforeEach
    void clear() throws Exception {
        SystemCredentialsProvider.getInstance().setDomainCredentialsMap(DomainCredentials.asMap(List.of()));
        SystemCredentialsProvider.getInstance().save();
        KoreConfiguration.get().setConnections(List.of());
        j.jenkins.setProxy(null);
    }
}

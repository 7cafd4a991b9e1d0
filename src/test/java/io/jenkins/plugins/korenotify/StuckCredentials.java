package io.jenkins.plugins.korenotify;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.Extension;
import hudson.model.ItemGroup;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** While this is open, no check gets at its credentials, as if a store that Jenkins asks for them hung. */
public final class StuckCredentials implements AutoCloseable {
    private static volatile CountDownLatch until = new CountDownLatch(0);

    private final CountDownLatch mine = new CountDownLatch(1);

    public StuckCredentials() {
        until = mine;
    }

    @Override
    public void close() {
        mine.countDown();
    }

    /** The store; has nothing, and takes its time to say so. */
    @Extension(ordinal = 1000)
    public static final class Provider extends CredentialsProvider {
        @Override
        public <C extends Credentials> List<C> getCredentialsInItemGroup(
                Class<C> type, ItemGroup group, Authentication authentication, List<DomainRequirement> requirements) {
            Jenkins asked = Jenkins.get();
            try {
                while (!until.await(20, TimeUnit.MILLISECONDS)) {
                    if (Jenkins.getInstanceOrNull() != asked) {
                        throw new IllegalStateException("The Jenkins that asked is gone");
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }
    }
}

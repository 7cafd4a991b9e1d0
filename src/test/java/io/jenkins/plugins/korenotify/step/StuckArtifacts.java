package io.jenkins.plugins.korenotify.step;

import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.ArtifactManagerFactoryDescriptor;
import jenkins.model.StandardArtifactManager;

/** While this is open, nothing can be archived, as if the artifact store hung. */
final class StuckArtifacts implements AutoCloseable {
    private static volatile StuckArtifacts current;

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ArtifactManagerFactory factory = new Factory();

    StuckArtifacts() {
        current = this;
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(factory);
    }

    void awaitArchiving() throws InterruptedException {
        if (!started.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was archived");
        }
    }

    @Override
    public void close() {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().remove(factory);
        closed.countDown();
    }

    /** Stored with the configuration while it is open. */
    public static final class Factory extends ArtifactManagerFactory {
        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            return new Manager(build);
        }

        @Extension
        public static final class DescriptorImpl extends ArtifactManagerFactoryDescriptor {}
    }

    private static final class Manager extends StandardArtifactManager {
        private Manager(Run<?, ?> build) {
            super(build);
        }

        @Override
        public void archive(
                FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws IOException, InterruptedException {
            current.started.countDown();
            current.closed.await();
            super.archive(workspace, launcher, listener, artifacts);
        }
    }
}

package io.jenkins.plugins.korenotify.step;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.BuildListener;
import hudson.model.Run;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jenkins.model.ArtifactManager;
import jenkins.model.ArtifactManagerConfiguration;
import jenkins.model.ArtifactManagerFactory;
import jenkins.model.StandardArtifactManager;

/** While this is open, nothing can be archived, as if the artifact store hung. */
final class StuckArtifacts implements AutoCloseable {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ArtifactManagerFactory factory = new Factory();

    StuckArtifacts() {
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().add(factory);
    }

    void awaitArchiving() throws InterruptedException {
        if (!started.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing was archived");
        }
    }

    @Override
    public void close() {
        closed.countDown();
        ArtifactManagerConfiguration.get().getArtifactManagerFactories().remove(factory);
    }

    private final class Factory extends ArtifactManagerFactory {
        @Override
        public ArtifactManager managerFor(Run<?, ?> build) {
            return new Manager(build, started, closed);
        }
    }

    private static final class Manager extends StandardArtifactManager {
        private final transient CountDownLatch started;
        private final transient CountDownLatch closed;

        private Manager(Run<?, ?> build, CountDownLatch started, CountDownLatch closed) {
            super(build);
            this.started = started;
            this.closed = closed;
        }

        @Override
        public void archive(
                FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
                throws java.io.IOException, InterruptedException {
            started.countDown();
            closed.await();
            super.archive(workspace, launcher, listener, artifacts);
        }
    }
}

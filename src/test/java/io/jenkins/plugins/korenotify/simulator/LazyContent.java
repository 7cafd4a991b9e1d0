package io.jenkins.plugins.korenotify.simulator;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/** A body rendered at most once, at first need. */
final class LazyContent implements Content {

    private Supplier<byte[]> renderer;
    private byte[] bytes;

    LazyContent(Supplier<byte[]> renderer) {
        this.renderer = renderer;
    }

    @Override
    public long length() {
        return bytes().length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes());
    }

    private synchronized byte[] bytes() {
        if (bytes == null) {
            bytes = renderer.get();
            renderer = null;
        }
        return bytes;
    }
}

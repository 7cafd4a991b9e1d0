package io.jenkins.plugins.korenotify.engine.polling;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of all requests of a check, by ID and in order. Immutable; a changed copy shares all blocks but one with its
 * original, so that it costs about the same for one request as for ten thousand.
 */
final class RequestTable implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BLOCK = 64;

    private final RequestState[][] blocks;
    // The same for all copies.
    private transient Map<String, Integer> indexById;

    private RequestTable(RequestState[][] blocks, Map<String, Integer> indexById) {
        this.blocks = blocks;
        this.indexById = indexById;
    }

    /** A table of these states, each with an ID of its own. */
    static RequestTable of(Collection<RequestState> states) {
        List<RequestState> all = List.copyOf(states);
        RequestState[][] blocks = new RequestState[(all.size() + BLOCK - 1) / BLOCK][];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = all.subList(i * BLOCK, Math.min(all.size(), (i + 1) * BLOCK))
                    .toArray(new RequestState[0]);
        }
        return new RequestTable(blocks, index(blocks));
    }

    private static Map<String, Integer> index(RequestState[][] blocks) {
        Map<String, Integer> index = new HashMap<>();
        Arrays.stream(blocks).flatMap(Arrays::stream).forEach(state -> index.put(state.id(), index.size()));
        return index;
    }

    /** The state of a request; throws {@link IllegalArgumentException} for an ID that is not in the table. */
    RequestState get(String id) {
        int index = indexOf(id);
        return blocks[index / BLOCK][index % BLOCK];
    }

    /** A copy with the state of this request. */
    RequestTable with(RequestState state) {
        int index = indexOf(state.id());
        RequestState[][] copy = blocks.clone();
        copy[index / BLOCK] = copy[index / BLOCK].clone();
        copy[index / BLOCK][index % BLOCK] = state;
        return new RequestTable(copy, indexById);
    }

    private int indexOf(String id) {
        Integer index = indexById.get(id);
        if (index == null) {
            throw new IllegalArgumentException("Not a request of this check: " + id);
        }
        return index;
    }

    int size() {
        return indexById.size();
    }

    /** All states, in order. */
    List<RequestState> states() {
        return Arrays.stream(blocks).flatMap(Arrays::stream).toList();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        indexById = index(blocks);
    }
}

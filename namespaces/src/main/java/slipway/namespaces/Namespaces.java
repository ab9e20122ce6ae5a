package slipway.namespaces;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked for each of the eight kinds, in the order in which they have to be entered. A kind
 * that nothing is said about is inherited.
 */
public record Namespaces(List<NamespaceRequest> requests) {
    /**
     * @throws IllegalArgumentException when one kind is asked for twice
     */
    public Namespaces {
        List<NamespaceRequest> sorted = new ArrayList<>();
        for (Namespace kind : Namespace.values()) {
            NamespaceRequest found = null;
            for (NamespaceRequest each : requests) {
                if (each.kind() != kind) continue;
                if (found != null) {
                    throw new IllegalArgumentException(
                            "two wishes for one " + kind.procName() + " namespace");
                }
                found = each;
            }
            if (found != null) sorted.add(found);
        }
        requests = List.copyOf(sorted);
    }

    /** The wish for one kind. */
    public NamespaceRequest of(Namespace kind) {
        for (NamespaceRequest each : requests) if (each.kind() == kind) return each;
        return new NamespaceRequest.Inherit(kind);
    }

    public boolean makes(Namespace kind) {
        return of(kind) instanceof NamespaceRequest.Create;
    }

    public boolean joins(Namespace kind) {
        return of(kind) instanceof NamespaceRequest.Join;
    }

    /** Whether it is the one of whoever starts the container. */
    public boolean inherits(Namespace kind) {
        return of(kind) instanceof NamespaceRequest.Inherit;
    }

    /** Those that are there and to be entered, in order. */
    public List<NamespaceRequest.Join> joins() {
        List<NamespaceRequest.Join> joins = new ArrayList<>();
        for (NamespaceRequest each : requests) {
            if (each instanceof NamespaceRequest.Join join) joins.add(join);
        }
        return joins;
    }

    /** The {@code CLONE_NEW*} flags of the new ones that are made together with the process. */
    public long cloneFlags() {
        long flags = 0;
        for (NamespaceRequest each : requests) {
            boolean made = each instanceof NamespaceRequest.Create && each.kind().madeAtClone();
            if (made) flags |= each.kind().cloneFlag();
        }
        return flags;
    }

    /** The same with another wish for the kind of {@code request}. */
    public Namespaces with(NamespaceRequest request) {
        List<NamespaceRequest> others = new ArrayList<>();
        for (NamespaceRequest each : requests) {
            if (each.kind() != request.kind()) others.add(each);
        }
        others.add(request);
        return new Namespaces(others);
    }
}

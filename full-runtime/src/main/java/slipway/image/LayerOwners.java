package slipway.image;

import java.nio.file.Path;
import slipway.unionfs.LateWork;
import slipway.unionfs.Owners;

/** Who may give layers' files to their owners, and how. */
public interface LayerOwners {
    /** Root gives them at once. */
    LayerOwners AS_ROOT =
            new LayerOwners() {
                @Override
                public Owners kind() {
                    return Owners.KEPT;
                }

                @Override
                public void finish(LateWork work, Path tree) {
                    throw new IllegalStateException("root does everything at once");
                }
            };

    Owners kind();

    /** Does what could not be done at once. */
    void finish(LateWork work, Path tree);
}

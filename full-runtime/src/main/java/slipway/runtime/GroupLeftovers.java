package slipway.runtime;

import java.util.ArrayList;
import java.util.List;
import slipway.cgroups.AbandonedGroups;
import slipway.cgroups.CgroupHost;

/** Control groups whose owner was killed. */
public final class GroupLeftovers implements Leftovers {
    @Override
    public List<Leftover> list() {
        List<Leftover> list = new ArrayList<>();
        for (String directory : AbandonedGroups.list(CgroupHost.detect())) {
            list.add(new Leftover("control group of a killed slipway", directory, 0));
        }
        return list;
    }

    /** Their owners never come back: a name tells more of it than its number. */
    @Override
    public boolean remove(Leftover leftover) {
        AbandonedGroups.remove(leftover.where());
        return true;
    }
}

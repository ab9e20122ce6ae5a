// 00 What the kernel knows of a process (10 minutes)
import slipway.lessons.shell.*;
import slipway.linux.*;
import static slipway.linux.Constants.*;

var lab = Lab.open("What the kernel knows of a process");

lab.tell("""
    hello
    """);

var sleeper = lab.process().start("sleep", "100");
lab.link("/proc/" + sleeper.pid() + "/cwd");
lab.expect("it sleeps", true, lab.look("/proc/" + sleeper.pid() + "/status", "Name", "State").contains("sleeping"));
var p = lab.predict("Is it so?", "yes", "no");
sleeper.stop();
p.was("a", "because");
lab.world().run("/bin/sh", "-c", "id; hostname");
lab.end("slipway learn");

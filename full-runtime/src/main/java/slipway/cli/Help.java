package slipway.cli;

/** What {@code slipway help} prints, within 80 columns. */
final class Help {
    private static final String GENERAL =
            """
            Slipway: build a container, step by step, and run real ones.

            Usage: slipway [--debug] COMMAND …

              run       start a program in a container; -d: and let it go on alone
              ps        which containers go on, or have
              logs      what one has printed
              attach    look at one, and type to it
              exec      run one more program in one
              create, start, stop, restart, kill, wait, rm, rename, top
                        what is done with those; each has a page of its own
              learn     the course: exercises that check themselves when you save
              lesson    tells and asks, and shows what the kernel does; then comes learn
              tour      what a container is, shown step by step with the calls made
              attack    which jail stops which way out, tried just now
              load      take images out of an archive that docker, podman or skopeo saved
              images    which images there are
              inspect   everything about a container or an image, as JSON
              tag       give an image another name
              rmi       remove an image, or a name of it
              oci       the OCI runtime command line, for engines
              ns        who is in which namespace, as a tree
              doctor    what this machine lets you do, and what to change
              version   which Slipway, Java and Linux this is
              help      this page, or: slipway help COMMAND

            --debug prints the whole story of an error.

            Try:
              slipway run -- sh -c 'echo I am process $$'
              slipway run -it -- sh
              slipway run --plan -- sh
            """;

    private static final String RUN =
            """
            Usage: slipway run [OPTIONS] IMAGE [COMMAND] [ARGUMENTS]
                   slipway run [OPTIONS] -- COMMAND [ARGUMENTS]
                   slipway run [OPTIONS] --rootfs DIR [--] COMMAND [ARGUMENTS]

            Starts COMMAND in a container of its own: new mount, pid, uts, ipc, net and
            cgroup namespaces (and a user namespace, unless you are root). IMAGE is one
            of slipway images, and may say itself what to run; what the container writes
            goes with it. Without IMAGE and --rootfs it gets a copy of base, a small root
            file system made of this machine's own tools. The container ends with
            COMMAND, and also when slipway itself is ended.

              --rootfs DIR         your own root file system: a directory with bin, lib,
                                   usr, …; what the container writes is written to DIR
              --rootfs DIR:O       the same, and what it writes goes with the container
              --read-only          let nothing be written to the root
              -v, --volume S:T     show the file or folder S of this machine as T inside;
                                   S:T:ro read-only; idmap: with the owners it has on the
                                   disk, as root with a user namespace; rslave, rshared:
                                   mounts that are made in it later are seen inside, and
                                   with rshared outside too
              --mount LIST         type=bind,source=S,target=T[,readonly] or
                                   type=tmpfs,target=T[,tmpfs-size=N][,tmpfs-mode=N]
              --tmpfs T[:OPTIONS]  an empty file system in memory; size=, mode=, exec
              -h, --hostname NAME  the host name inside (default: 12 random digits)
              -e, --env NAME=VALUE set a variable; NAME alone copies yours
              --env-file FILE      variables from a file, one a line
              --entrypoint FILE    a program to put before COMMAND
              -u, --user U[:G]     run as this user, by name or number of the root's own
                                   /etc/passwd and /etc/group
              --cap-add NAME       a capability besides docker's fourteen, or ALL
              --cap-drop NAME      one less, or ALL
              --privileged         all capabilities and devices, nothing hidden
              -m, --memory SIZE    at most so much memory: 64m, 1.5g
              --memory-swap SIZE   memory and swap together (default: twice --memory);
                                   -1 for no limit of swap
              --memory-reservation SIZE   what it keeps when memory is short
              --pids-limit N       at most so many processes and threads
              --cpus N             at most so much processor time: 0.5, 2
              --cpu-quota MICROS, --cpu-period MICROS   the same, exactly
              --cpu-shares N       its part when all want to run (usual: 1024)
              --cpuset-cpus LIST, --cpuset-mems LIST   where to run: 0-2,4
              --net none|host|WHOM whose network: none is its own, with localhost only
                                   (default). WHOM is container:NAME, pid:N or a path
              --pid, --ipc, --uts, --cgroupns private|host|WHOM   the same of processes,
                                   shared memory, host name, and view of cgroups
              --userns host|auto|keep-id|nomap|WHOM   who is who: auto gives it ids that
                                   no other container has (auto:size=N); keep-id lets
                                   you be yourself (keep-id:uid=N,gid=N); with nomap
                                   none of it is you; host is the default
              --uidmap I:O:N, --gidmap I:O:N   let N ids from I on inside be those from O
                                   on outside; may be given several times
              --subuidname NAME, --subgidname NAME   let the ids from 0 on be all those that
                                   /etc/subuid and /etc/subgid give to NAME
              --time-offset monotonic=S,boottime=S   clocks of its own, S seconds ahead
              --domainname NAME    the NIS domain name inside
              --rootfs-propagation KIND   private (default), slave, shared or unbindable:
                                   where mounts go that are made below the root later
              --sysctl NAME=VALUE  a setting of its own namespaces: net.*, kernel.shm*, …
              -w, --workdir DIR    where to start, inside the root (default: /)
              --stop-signal NAME   what COMMAND gets for SIGTERM (default: the image's)
              --init               reap orphans and hand signals on, as PID 1
              --rm                 with -d: remove it when it has ended. Without, all that
                                   it wrote goes with it anyway
              -d, --detach         print its id and let it go on alone; see: help create
              -t, --tty            give it a terminal, shown on yours and of its size
              -i, --interactive    with -t: what you type goes there, Ctrl-C too. Without
                                   -t this is the default: your input is its input
              --plan[=json]        print every system call that would be made, and stop
              --help               this page

            The command is looked for in the PATH inside. Its standard input, output and
            error are yours, unless it has a terminal.

            SIGINT (Ctrl-C), SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 are handed on to COMMAND.
            A second Ctrl-C within five seconds kills it. If it has no handler for them,
            so does a second SIGTERM, or the first SIGHUP.

            Exit status: that of COMMAND; 128 + n if signal n ended it; 127 if it was not
            found; 126 if it could not be run; 125 if Slipway or the kernel said no.

            Examples:
              slipway run -it -- sh
              slipway run --rootfs /srv/debian -- bash -c 'dpkg -l | wc -l'
              tar c . | slipway run --rootfs /srv/debian -- tar t
              slipway run --rootfs /srv/debian --plan -- true
            """;

    private static final String OCI =
            """
            Usage: slipway oci [GLOBAL OPTIONS] VERB [OPTIONS] [ID]      (or slipway-oci …)

            The command line of the OCI runtime specification, as engines call it. A bundle
            is a directory with config.json and a root file system.

              create ID            make the container; its program waits for start
                -b, --bundle DIR       the bundle (default: here)
                --pid-file FILE        write the number of its first process there
                --console-socket FILE  send the near side of its terminal there
                --preserve-fds N       hand over N descriptors from 3 on
                --no-new-keyring       leave it the caller's session keyring
              start ID             let its program run
              state ID             print its state as JSON
              kill [-a] ID [SIG]   send a signal, TERM if none is given; -a: to all of it
              delete [-f] ID       take away what it left; -f: kill it first
              run ID               create, start, wait and delete; -d: do not wait
              exec ID PROGRAM …    one more process in it, which ends as its program does
                -p, --process FILE     all of it as JSON, in place of the options below
                -t, --tty              with a terminal (--console-socket as for create)
                -d, --detach           do not wait; --pid-file FILE as for create
                --cwd DIR, -e NAME=value, -u UID[:GID], -g GID, -c CAPABILITY
                --no-new-privs, --preserve-fds N, --cgroup [CONTROLLERS:]PATH
                --ignore-paused        wait in a container that is frozen
              list [-q] [-f json]  all containers
              ps [-f json] ID      the processes of a container
              features             what this runtime can do, as JSON
              spec [-b DIR]        write a config.json to begin with; --rootless

            Global options: --root DIR (where states are kept), --log FILE, --log-format
            json|text, --debug, --rootless, --version.

            Example:
              mkdir -p b/rootfs && tar -C b/rootfs -xf busybox.tar
              slipway oci spec -b b && slipway oci run -b b hello
            """;

    private static final String NS =
            """
            Usage: slipway ns [--json] [PID…]

            Shows every namespace on this machine: its kind and number, how many processes
            are in it and which came first, and to which user namespace it belongs. With
            PID, only those that these processes are in. Containers that stay, and those
            of slipway oci, are named. An ordinary user sees what is his, and how many
            processes are not.

              --json   the same for programs

            Examples:
              slipway ns
              slipway ns $$
            """;

    private static final String IMAGES =
            """
            Usage: slipway load [-q] [-i FILE]
                   slipway images [-q] [--json]
                   slipway tag IMAGE NAME
                   slipway rmi [-f] IMAGE…

            load reads an archive of docker save, podman save or skopeo (OCI or docker
            form, also compressed) from FILE or its standard input. IMAGE is a name such
            as debian:12, or the beginning of an id. An image that a container was made
            of is not removed; -f removes one that has several names, too.

            Examples:
              docker save debian:12 | slipway load
              slipway run -it debian:12 bash
            """;

    private static final String DOCTOR =
            """
            Usage: slipway doctor [--json]
                   slipway doctor --gc [--root DIR] [--json]

            Tries everything that a container may want of this machine, as you, and says of
            what is refused what it is good for and what would change it. Changes nothing.

              --json   the same for programs
              --gc     remove what nobody owns any more: outdated base root file systems,
                       and control groups, containers, half images and folders left
                       when Slipway was killed.
                       What belongs to a running process is left alone. Says what it
                       has removed.
              --root   where the engine that uses slipway-oci keeps its states

            Exit status: 0 if you can run containers here, 1 if not; with --gc, 1 if
            something could not be removed.
            """;

    private Help() {}

    static int print(String[] topic) {
        if (topic.length == 0) {
            System.out.print(GENERAL);
            return 0;
        }
        switch (topic[0]) {
            case "run":
                System.out.print(RUN);
                return 0;
            case "oci":
                System.out.print(OCI);
                return 0;
            case "create":
            case "start":
                System.out.print(KeptHelp.CREATE);
                return 0;
            case "logs":
                System.out.print(KeptHelp.LOGS);
                return 0;
            case "exec":
                System.out.print(KeptHelp.EXEC);
                return 0;
            case "attach":
                System.out.print(KeptHelp.ATTACH);
                return 0;
            case "ps":
                System.out.print(KeptHelp.PS);
                return 0;
            case "stop":
            case "restart":
            case "kill":
                System.out.print(KeptHelp.STOP);
                return 0;
            case "rm":
            case "wait":
            case "rename":
            case "top":
                System.out.print(KeptHelp.RM);
                return 0;
            case "inspect":
                System.out.print(KeptHelp.INSPECT);
                return 0;
            case "ns":
                System.out.print(NS);
                return 0;
            case "load":
            case "images":
            case "tag":
            case "rmi":
                System.out.print(IMAGES);
                return 0;
            case "doctor":
                System.out.print(DOCTOR);
                return 0;
            case "version":
            case "help":
            case "learn":
                return LearnCommand.exercises(new String[] {"--help"});
            case "lesson":
                return LearnCommand.lessons(new String[] {"--help"});
            case "tour":
            case "attack":
                System.out.print(GENERAL);
                return 0;
            default:
                throw new UsageError("there is no help for '" + topic[0] + "'", "slipway help");
        }
    }
}

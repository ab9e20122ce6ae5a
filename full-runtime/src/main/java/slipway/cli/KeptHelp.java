package slipway.cli;

/** What {@code slipway help} says of the commands for containers that stay. */
final class KeptHelp {
    private KeptHelp() {}

    static final String CREATE =
            """
            Usage: slipway create [OPTIONS] IMAGE [COMMAND] [ARGUMENTS]
                   slipway run -d [OPTIONS] IMAGE [COMMAND] [ARGUMENTS]
                   slipway start NAME…

            A container that stays: it goes on when the command that started it has
            ended, and nothing of Slipway runs for it but a keeper of some 24 KiB, which
            writes down what it prints and how it ends. What it has written, also to a
            copy of a directory, is there until it is removed. create makes one, start
            starts it, run -d does both and prints its id once its program runs. All
            options of run are taken, and:

              --name NAME          what to call it (default: two random words)
              --replicas N         N of them, called NAME-1 to NAME-N
              --restart no|on-failure[:N]|always|unless-stopped
                                   start it again when it has ended by itself, after 100
                                   ms, and twice as long each time up to a minute
              --rm                 remove it when it has ended
              --stop-signal NAME   what stop sends it (default: the image's, or TERM)
              --stop-timeout N     how many seconds it has then (default: 10)
              -l, --label KEY=VALUE   for ps --filter
              --log-max SIZE       keep at least so much of what it prints (default: 16m)
              -i, --interactive    keep its standard input open
              -t, --tty            give it a terminal

            What it shares with container:NAME, pid:N or a path is looked up again at every
            start, and --userns auto gives it the same ids until it is removed. That takes a
            --rootfs of which everybody may read, unless root asks for it.

            Nothing is started by itself after the machine was; slipway start does it.

            Examples:
              slipway run -d --name web -m 64m --restart on-failure debian:12 serve
              slipway create --name job -- sh -c 'date >> /log; cat /log'
              slipway start job
            """;

    static final String PS =
            """
            Usage: slipway ps [-a] [-q] [--no-trunc] [-n N] [-l] [-f FILTER] [--format json]

            Which containers run, the newest first; -a: also those that have ended, -q:
            their ids alone, -n N: the last N made, -l: the last. FILTER is id=, name=,
            label=, status= (created, running, restarting, exited), exited=CODE or
            ancestor=IMAGE. With --format json a line of JSON for each, with docker's
            names.

            A status of 255 with "keeper killed" says that nobody knows how it ended.
            """;

    static final String STOP =
            """
            Usage: slipway stop [-t SECONDS] [-s SIGNAL] NAME…
                   slipway restart [-t SECONDS] [-s SIGNAL] NAME…
                   slipway kill [-s SIGNAL] NAME…

            stop asks the first process of each to end, with TERM or the signal that it
            was made with, and kills it when that takes longer than 10 seconds, or what
            it was made with; -t -1 waits for ever. restart starts it again then. kill
            sends a signal, KILL if none is given. What was stopped or killed is not
            started again by its --restart.

            NAME is a name, an id, or the beginning of one. Names are printed when it is
            done. Exit status: 0, or 1 if something was wrong with one of them.
            """;

    static final String RM =
            """
            Usage: slipway rm [-f] NAME…
                   slipway wait NAME…
                   slipway rename NAME NEW
                   slipway top NAME

            rm removes containers that do not run, with what they have written and
            printed; -f: kills them first. wait waits for the end and prints the exit
            status, 128 + n if signal n ended it. rename gives another name. top shows
            the processes of one, with the numbers that they have outside.

            Example:
              slipway rm -f $(slipway ps -aq)
            """;

    static final String INSPECT =
            """
            Usage: slipway inspect [-f FORMAT] [--type container|image] NAME…

            Everything about containers or images, as JSON with docker's names. FORMAT
            picks a part of it: {{.State.Pid}}, {{json .State}}.

            Example:
              slipway inspect -f '{{.State.Status}} {{.State.ExitCode}}' web
            """;

    static final String LOGS =
            """
            Usage: slipway logs [-f] [-t] [-n N] [--since TIME] [--until TIME] NAME

            Shows what a container that stays has printed, its standard error on yours.

              -f, --follow       go on until it has ended
              -n, --tail N       the last N lines
              -t, --timestamps   with the time at which each line began, in UTC
              --since, --until TIME   what was printed then: 10m, 1h30m (ago),
                                 2026-03-01, 2026-03-01T12:00:00, seconds since 1970

            What is kept is bounded: see --log-max in slipway help create.
            """;

    static final String ATTACH =
            """
            Usage: slipway attach [OPTIONS] NAME
                   slipway start -a [-i] NAME

            Shows what a running container prints from now on, and sends it what you
            type if it was made with -i. It runs on when you leave: by ctrl-p ctrl-q
            with a terminal, or because slipway is killed. start -a starts it first.

              --logs               what it has printed already is shown first
              --no-stdin           look only
              --detach-keys KEYS   other keys: ctrl-x,a; an empty word for none
              --sig-proxy=false    without a terminal signals are handed on; then not

            Exit status: the container's; 0 if you have left it.
            """;

    static final String EXEC =
            """
            Usage: slipway exec [OPTIONS] NAME PROGRAM [ARGUMENTS]

            Runs one more program in a running container: in all its namespaces and its
            control group, with its rights, limits, variables and working directory. Of
            users it knows those of the container's own /etc/passwd.

              -i, --interactive    your input is its input; without, that is empty
              -t, --tty            give it a terminal, shown on yours and of its size
              -d, --detach         let it go on alone; what it prints is not kept
              -e, --env NAME=VALUE set a variable; NAME alone copies yours
              --env-file FILE      variables from a file, one a line
              -u, --user U[:G]     run as this user (default: the container's)
              -w, --workdir DIR    where to start, inside (default: the container's)
              --privileged         all capabilities; what is hidden stays so
              --cap-add NAME, --cap-drop NAME   one more than the container has, or one
                                   less; or ALL
              --plan[=json]        print every system call that would be made, and stop

            SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 are handed on. A second Ctrl-C
            within five seconds kills what has not ended on the first. When slipway
            itself is killed, so is the program, unless -d was given, and what it has
            started in its process group; a job of a shell in another one stays, and ends
            with the container.

            Exit status: that of PROGRAM; 128 + n if signal n ended it; 127 if it was not
            found; 126 if it could not be run; 125 if Slipway or the kernel said no.

            Examples:
              slipway exec -it web sh
              slipway exec -u nobody -w /tmp web id
            """;
}

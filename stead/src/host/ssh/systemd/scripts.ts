/**
 * The few programs of ours on a server: each is started by a unit, acts on that unit and ends. Perl is there on every Debian (perl-base is
 * essential), speaks HTTP over a unix socket, and can wait without starting a program for each look.
 */
export interface Script {
  readonly name: string;
  readonly text: string;
}

/**
 * ExecStartPost=: until it ends, systemd takes the unit for one that still starts. It ends with 1 at once when the unit's process has
 * ended, and never gives up otherwise: whoever waits has a time-out of his own. `--once` looks once and says what it saw.
 */
export const awaitReady: Script = {
  name: "await-ready",
  text: `#!/usr/bin/perl
# await-ready [--once] http AT PATH | connect AT | command PROGRAM WORD...
# Written by Stead. Waits until a unit answers; AT is the path of a socket, or ADDRESS PORT.
use strict;
use warnings;
use IO::Socket::IP;
use IO::Socket::UNIX;

my $once = @ARGV && $ARGV[0] eq '--once' ? shift : '';
my ($kind, @words) = @ARGV;
my @at = $kind eq 'command' ? () : $words[0] =~ m{^/} ? shift @words : splice @words, 0, 2;
my $pid = $ENV{MAINPID};

sub open_at {
    my $socket = @at == 1
        ? IO::Socket::UNIX->new(Peer => $at[0], Timeout => 5)
        : IO::Socket::IP->new(PeerHost => $at[0], PeerPort => $at[1], Timeout => 5);
    return $socket;
}

sub seen_at { return "nothing listens on " . join ':', @at }

sub connects { return open_at() ? '' : seen_at() }

sub answers {
    my ($path) = @_;
    my $socket = open_at() or return seen_at();
    local $SIG{PIPE} = 'IGNORE';
    print {$socket} "GET $path HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n";
    $socket->flush;
    my $bits = '';
    vec($bits, fileno $socket, 1) = 1;
    select($bits, undef, undef, 5) or return join(':', @at) . " did not answer within 5 s";
    my $line = <$socket> // '';
    my ($status) = $line =~ m{^HTTP/1\\.[01] (\\d{3})};
    return ($status // 0) == 200 ? '' : "$path answered " . ($status // 'what is not HTTP') . ", expected 200";
}

sub succeeds {
    my $child = fork // return "cannot start $words[0]";
    if (!$child) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null' unless $once;
        alarm 10;
        exec { $words[0] } @words;
        exit 127;
    }
    waitpid $child, 0;
    return $? == 0 ? '' : "$words[0] ended with status " . ($? >> 8);
}

my %look = (http => sub { answers(@words) }, connect => \\&connects, command => \\&succeeds);
for (my $pause = 0.01; ; $pause = $pause * 1.5 > 0.1 ? 0.1 : $pause * 1.5) {
    my $seen = $look{$kind}->();
    exit 1 if $pid && !kill(0, $pid) && !$!{EPERM};
    exit 0 if $seen eq '';
    if ($once) { print "$seen\\n"; exit 1 }
    select undef, undef, undef, $pause;
}
`,
};

/**
 * ExecStop=: systemd itself would tell the processes a second time once the first of them has ended, and many programs take a second
 * SIGTERM for an order to drop everything.
 */
export const endAll: Script = {
  name: "end-all",
  text: `#!/usr/bin/perl
# end-all SIGNAL SECONDS
# Written by Stead. Tells every process of its unit once to end, waits until all have, and kills what is left.
use strict;
use warnings;

my ($signal, $seconds) = @ARGV;

sub others {
    open my $own, '<', '/proc/self/cgroup' or return;
    my ($path) = map { m{^0::(.*)$} ? $1 : () } <$own>;
    my ($file) = grep { -e } map { "$_$path/cgroup.procs" } '/sys/fs/cgroup', '/sys/fs/cgroup/unified';
    open my $list, '<', $file or return;
    return grep { $_ != $$ } map { chomp; $_ } <$list>;
}

my $end = time + $seconds;
kill $signal, others();
while (time <= $end) {
    exit 0 unless others();
    select undef, undef, undef, 0.02;
}
kill 'KILL', others();
`,
};

/** An empty file for each unit, as old as its last start. */
export const STARTS = "/run/stead-starts";

/**
 * ExecStartPre=: RestartSteps= (systemd 254) would let a unit that crashed ten times in a year wait as long as one that crashed ten
 * times in a minute, for it never begins anew by itself. Here only early ends count, and on every version.
 */
export const holdBack: Script = {
  name: "hold-back",
  text: `#!/bin/sh
# hold-back UNIT
# Written by Stead. Lets a unit wait that keeps ending within ten seconds of its start: 1 s, 2 s, up to 10 s.
# systemd calls nobody for a unit that it starts over and over: those of OnFailure= are called here, once.
began=${STARTS}/$1
restarts=$(systemctl show --property=NRestarts --value "$1")
if [ "$restarts" -gt 2 ] && [ -n "$(find "$began" -newermt '10 seconds ago' 2>/dev/null)" ]; then
  if [ "$restarts" = 5 ]; then
    for unit in $(systemctl show --property=OnFailure --value "$1"); do systemctl start --no-block "$unit"; done
  fi
  pause=$((restarts - 2))
  [ "$pause" -lt 10 ] || pause=10
  sleep "$pause"
fi
mkdir -p "\${began%/*}" && touch "$began"
`,
};

/** What a timer starts when its job must not be skipped: `wait` until the last run has ended, or `kill` it. */
export const makeRoom: Script = {
  name: "make-room",
  text: `#!/bin/sh
# make-room wait|kill UNIT
# Written by Stead. Starts a job whose last run may still go on.
case $1 in
  kill) systemctl stop "$2" ;;
  wait) while [ "$(systemctl show --property=ActiveState --value "$2")" = activating ]; do sleep 0.2; done ;;
esac
exec systemctl start --no-block "$2"
`,
};

export const scripts: readonly Script[] = [awaitReady, endAll, holdBack, makeRoom];

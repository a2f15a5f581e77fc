#!/usr/bin/perl
# Connects, asks, takes the answer, and is gone without a word: no FIN, no RST, and nothing is left of the connection at this end, as after a crash of its host.
# Usage: forget.pl HOST PORT LOCAL-PORT BYTES
use strict;
use warnings;
use IO::Socket::IP;
use Socket qw(IPPROTO_TCP);

use constant TCP_REPAIR => 19;    # include/uapi/linux/tcp.h; tcp(7) closes a socket in repair mode silently

my ($host, $port, $local_port, $bytes) = @ARGV;
my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, LocalPort => $local_port, Type => Socket::SOCK_STREAM)
    or die "connect: $@";
$socket->syswrite('.' x $bytes) or die "write: $!";
$socket->sysread(my $answer, 4096) or die "read: $!";
select undef, undef, undef, 0.3;    # the answer is acknowledged by then
setsockopt($socket, IPPROTO_TCP, TCP_REPAIR, 1) or die "setsockopt: $!";

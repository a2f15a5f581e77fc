#!/usr/bin/perl
# Carries frames between two interfaces, each way with a delay: what netem does in kernels that have it. Frames keep their order.
# Usage: long-wire.pl INTERFACE INTERFACE DELAY-MS
use strict;
use warnings;
use Time::HiRes qw(time);

use constant {
    AF_PACKET => 17, SOCK_RAW => 3, SOL_PACKET => 263, ETH_P_ALL => 3,
    PACKET_VNET_HDR => 15, PACKET_IGNORE_OUTGOING => 23,
};

my ($one, $other, $delay_ms) = @ARGV;
my @ends = map { open_end($_) } $one, $other;
my @waiting;    # [due, end to send to, frame], the earliest first
$| = 1;
print "carrying\n";

while (1) {
    my $wait = @waiting ? $waiting[0][0] - time : undef;
    my $ready = '';
    vec($ready, fileno $_, 1) = 1 for @ends;
    select $ready, undef, undef, defined $wait && $wait < 0 ? 0 : $wait;
    for my $from (0, 1) {
        next unless vec($ready, fileno $ends[$from], 1);
        push @waiting, [time + $delay_ms / 1000, 1 - $from, $_] while receive($ends[$from]);
    }
    while (@waiting && $waiting[0][0] <= time) {
        my (undef, $to, $frame) = @{ shift @waiting };
        send $ends[$to], $frame, 0;    # an end whose interface is down loses it, as a wire does
    }
}

# One frame into $_; false when there is none.
sub receive { defined recv(shift, $_, 1 << 17, 0x40) && length }    # MSG_DONTWAIT

sub open_end {
    my $interface = shift;
    open my $index, '<', "/sys/class/net/$interface/ifindex" or die "$interface: $!";
    socket(my $end, AF_PACKET, SOCK_RAW, unpack 'S', pack 'n', ETH_P_ALL) or die "packet socket: $!";
    bind($end, pack 'S n i S C C a8', AF_PACKET, ETH_P_ALL, <$index>, 0, 0, 0, '') or die "bind: $!";
    setsockopt($end, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1) or die "setsockopt: $!";
    # Before each frame comes what a network card has still to do to it, cut it or compute its checksum, and goes on with it.
    setsockopt($end, SOL_PACKET, PACKET_VNET_HDR, 1) or die "setsockopt: $!";
    return $end;
}

#!/usr/bin/perl
# Sends one RST with addresses and a sequence number of the caller's choice, as a device on the path would forge it.
# Usage: raw-reset.pl FROM-IP FROM-PORT TO-IP TO-PORT SEQ [TTL]
use strict;
use warnings;
use Socket qw(:DEFAULT IPPROTO_TCP);

my ($from, $from_port, $to, $to_port, $seq, $ttl) = @ARGV;
my $tcp = sub { pack 'n n N N C C n n n', $from_port, $to_port, $seq, 0, 5 << 4, 0x04, 0, shift, 0 };
my $pseudo = inet_aton($from) . inet_aton($to) . pack 'C C n', 0, IPPROTO_TCP, 20;
my $ip = pack 'C C n n n C C n a4 a4', 0x45, 0, 40, 4242, 0, $ttl // 64, IPPROTO_TCP, 0, inet_aton($from), inet_aton($to);

socket(my $raw, PF_INET, SOCK_RAW, 255) or die "raw socket: $!";
send($raw, $ip . $tcp->(checksum($pseudo . $tcp->(0))), 0, pack_sockaddr_in(0, inet_aton($to))) or die "send: $!";

sub checksum {
    my $sum = unpack '%32n*', shift;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

#!/usr/bin/perl
# Sends one TCP segment with addresses, flags and numbers of the caller's choice, as a late, damaged or forged one would be.
# Usage: raw-segment.pl FROM-IP FROM-PORT TO-IP TO-PORT SEQ ACK FLAGS WINDOW PAYLOAD-BYTES
use strict;
use warnings;
use Socket qw(:DEFAULT IPPROTO_TCP);

my ($from, $from_port, $to, $to_port, $seq, $ack, $flags, $window, $length) = @ARGV;
my $payload = '.' x $length;
my $tcp = sub { pack('n n N N C C n n n', $from_port, $to_port, $seq, $ack, 5 << 4, $flags, $window, shift, 0) . $payload };
my $pseudo = inet_aton($from) . inet_aton($to) . pack 'C C n', 0, IPPROTO_TCP, 20 + $length;
my $ip = pack 'C C n n n C C n a4 a4', 0x45, 0, 40 + $length, 4243, 0x4000, 64, IPPROTO_TCP, 0, inet_aton($from), inet_aton($to);

socket(my $raw, PF_INET, SOCK_RAW, 255) or die "raw socket: $!";
send($raw, $ip . $tcp->(checksum($pseudo . $tcp->(0))), 0, pack_sockaddr_in(0, inet_aton($to))) or die "send: $!";

sub checksum {
    my $data = shift;
    $data .= "\0" if length($data) % 2;
    my $sum = unpack '%32n*', $data;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

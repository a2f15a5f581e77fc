# A TCP segment in an IP packet of the caller's making, over IPv4 or IPv6 as its addresses are.
package RawTcp;
use strict;
use warnings;
use Exporter 'import';
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 IPPROTO_TCP);
our @EXPORT = qw(send_segment);

# IPPROTO_RAW says that the IP header is ours; of IPv4 the kernel fills in its checksum.
use constant { IPPROTO_RAW => 255, CHECKSUM_AT => 16 };

# from, to: addresses; segment: header and payload, its checksum 0; id, df: of IPv4 alone
sub send_segment {
    my %of = @_;
    my $family = $of{to} =~ /:/ ? AF_INET6 : AF_INET;
    my ($from, $to) = map { inet_pton($family, $_) // die "no address: $_" } @of{qw(from to)};
    my $length = length $of{segment};
    my $pseudo = $from . $to . pack 'N N', $length, IPPROTO_TCP;
    substr $of{segment}, CHECKSUM_AT, 2, pack 'n', checksum($pseudo . $of{segment});
    my $header = $family == AF_INET6
        ? pack 'N n C C a16 a16', 6 << 28, $length, IPPROTO_TCP, $of{ttl}, $from, $to
        : pack 'C C n n n C C n a4 a4', 0x45, 0, 20 + $length, $of{id}, $of{df} ? 0x4000 : 0, $of{ttl}, IPPROTO_TCP, 0, $from, $to;
    my $target = $family == AF_INET6 ? pack_sockaddr_in6(0, $to) : pack_sockaddr_in(0, $to);
    socket(my $raw, $family, SOCK_RAW, IPPROTO_RAW) or die "raw socket: $!";
    send($raw, $header . $of{segment}, 0, $target) or die "send: $!";
}

sub checksum {
    my $data = shift;
    $data .= "\0" if length($data) % 2;
    my $sum = unpack '%32n*', $data;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

1;

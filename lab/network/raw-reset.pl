#!/usr/bin/perl
# Sends one RST with addresses and a sequence number of the caller's choice, as a device on the path would forge it.
# Usage: raw-reset.pl FROM-IP FROM-PORT TO-IP TO-PORT SEQ [TTL]
use strict;
use warnings;
use File::Basename;
use lib dirname __FILE__;
use RawTcp;

my ($from, $from_port, $to, $to_port, $seq, $ttl) = @ARGV;
my $header = pack 'n n N N C C n n n', $from_port, $to_port, $seq, 0, 5 << 4, 0x04, 0, 0, 0;
send_segment(from => $from, to => $to, segment => $header, ttl => $ttl // 64, id => 4242, df => 0);

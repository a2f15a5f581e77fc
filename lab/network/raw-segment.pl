#!/usr/bin/perl
# Sends one TCP segment with addresses, flags and numbers of the caller's choice, as a late, damaged or forged one would be.
# Usage: raw-segment.pl FROM-IP FROM-PORT TO-IP TO-PORT SEQ ACK FLAGS WINDOW PAYLOAD-BYTES
use strict;
use warnings;
use File::Basename;
use lib dirname __FILE__;
use RawTcp;

my ($from, $from_port, $to, $to_port, $seq, $ack, $flags, $window, $length) = @ARGV;
my $header = pack 'n n N N C C n n n', $from_port, $to_port, $seq, $ack, 5 << 4, $flags, $window, 0, 0;
send_segment(from => $from, to => $to, segment => $header . '.' x $length, ttl => 64, id => 4243, df => 1);

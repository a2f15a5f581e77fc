#!/usr/bin/perl
# Listens and never accepts: its queue fills up.
# Usage: never-accept.pl PORT BACKLOG
use strict;
use warnings;
use Socket;

my ($port, $backlog) = @ARGV;
socket(my $listener, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1) or die "setsockopt: $!";
bind($listener, pack_sockaddr_in($port, INADDR_ANY)) or die "bind: $!";
listen($listener, $backlog) or die "listen: $!";
$| = 1;
print "listening\n";
sleep 60;

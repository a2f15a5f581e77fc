#!/usr/bin/perl
# Listens and never accepts: its queue fills up. It takes IPv4 and IPv6.
# Usage: never-accept.pl PORT BACKLOG
use strict;
use warnings;
use Socket qw(:DEFAULT IN6ADDR_ANY);

my ($port, $backlog) = @ARGV;
socket(my $listener, PF_INET6, SOCK_STREAM, 0) or die "socket: $!";
setsockopt($listener, SOL_SOCKET, SO_REUSEADDR, 1) or die "setsockopt: $!";
bind($listener, pack_sockaddr_in6($port, IN6ADDR_ANY)) or die "bind: $!";
listen($listener, $backlog) or die "listen: $!";
$| = 1;
print "listening\n";
sleep 60;

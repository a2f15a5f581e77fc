/**
 * Ports by the names that tcpdump prints without `-n`, which are those of the printing machine's /etc/services: the ones that captures of
 * services show, as Debian, Red Hat and macOS name them. An unknown name stays a name (see Segment.sourcePort).
 */
const portsByName = new Map<string, number>(
  (
    'echo 7, discard 9, daytime 13, ftp-data 20, ftp 21, ssh 22, telnet 23, smtp 25, time 37, whois 43, tacacs 49, domain 53, gopher 70, ' +
    'finger 79, http 80, kerberos 88, kerberos-sec 88, pop2 109, pop3 110, sunrpc 111, auth 113, ident 113, nntp 119, ntp 123, epmap 135, ' +
    'netbios-ns 137, netbios-dgm 138, netbios-ssn 139, imap 143, imap2 143, snmp 161, snmptrap 162, bgp 179, irc 194, ldap 389, ' +
    'https 443, microsoft-ds 445, kpasswd 464, submissions 465, smtps 465, urd 465, exec 512, login 513, shell 514, printer 515, uucp 540, ' +
    'klogin 543, kshell 544, afpovertcp 548, rtsp 554, nntps 563, submission 587, ipp 631, ldaps 636, ldp 646, msdp 639, rsync 873, ' +
    'ftps-data 989, ftps 990, telnets 992, imaps 993, ircs 994, pop3s 995, socks 1080, openvpn 1194, ms-sql-s 1433, ms-sql-m 1434, ' +
    'ncube-lm 1521, oracle 1521, radius 1812, radius-acct 1813, mqtt 1883, nfs 2049, nfsd 2049, docker 2375, docker-s 2376, etcd-client 2379, ' +
    'etcd-server 2380, cvspserver 2401, mysql 3306, ms-wbt-server 3389, svn 3690, epmd 4369, sip 5060, sip-tls 5061, xmpp-client 5222, ' +
    'xmpp-server 5269, postgresql 5432, postgres 5432, amqps 5671, amqp 5672, x11 6000, redis 6379, ircd 6667, ircs-u 6697, afs3-fileserver 7000, ' +
    'afs3-callback 7001, http-alt 8080, webcache 8080, http-proxy 8080, puppet 8140, pcsync-https 8443, https-alt 8443, git 9418, ' +
    'zabbix-agent 10050, zabbix-trapper 10051, amanda 10080, memcache 11211, memcached 11211, mongodb 27017'
  )
    .split(', ')
    .map((entry): [string, number] => {
      const [name, port] = entry.split(' ') as [string, string];
      return [name, Number(port)];
    }),
);

/** The port behind a service's name; undefined for a name that is not in the table. */
export function portOfService(name: string): number | undefined {
  return portsByName.get(name.toLowerCase());
}

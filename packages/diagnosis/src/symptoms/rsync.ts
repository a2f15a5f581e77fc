import type { SymptomProgram } from '../symptom-reading/program.ts';
import type { Wording } from '../symptom-words/wording.ts';

const running = 'the transfer was running';

const wordings: readonly Wording[] = [
  {
    example: 'rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]',
    pattern: /rsync: (?:\[\w{1,20}\] )?connection unexpectedly closed \((?<received>0) bytes received so far\)/,
    effect: 'broken-off',
    effectWeight: 1,
    phase: 'waiting-for-response',
    phaseBecause: 'rsync counts 0 bytes received',
    says: 'what carries rsync (ssh, or its own connection) ended before a byte came',
    source: 'rsync, io.c, whine_about_eof()',
  },
  {
    example: 'rsync: connection unexpectedly closed (5242880 bytes received so far) [receiver]',
    pattern:
      /rsync: (?:\[\w{1,20}\] )?connection unexpectedly closed \((?<received>[\d,]{1,25}) bytes received so far\)/,
    effect: 'broken-off',
    effectWeight: 1,
    phase: 'session',
    phaseBecause: running,
    says: 'what carries rsync (ssh, or its own connection) ended in the middle',
    source: 'rsync, io.c, whine_about_eof()',
  },
  {
    example: 'rsync: [Receiver] safe_read failed to read 1 bytes: Connection reset by peer (104)',
    pattern: /rsync: (?:\[\w{1,20}\] )?safe_read failed to read \d{1,12} bytes[^:\n]{0,40}: (?<error>[^\n]{3,120})/,
    phase: 'download',
    phaseBecause: 'it is a read that failed',
    says: 'rsync read from a connection that failed',
    source: 'rsync, io.c, safe_read(); seen with rsync 3.5.0',
  },
  {
    example: 'rsync: [sender] safe_write failed to write 4 bytes to socket: Broken pipe (32)',
    pattern: /rsync: (?:\[\w{1,20}\] )?safe_write failed to write \d{1,12} bytes[^:\n]{0,40}: (?<error>[^\n]{3,120})/,
    phase: 'upload',
    phaseBecause: 'it is a write that failed',
    says: 'rsync wrote into a connection that had ended',
    source: 'rsync, io.c, safe_write()',
  },
  {
    example: 'rsync: did not see server greeting',
    pattern: /rsync: did not see server greeting/,
    effect: 'closed-early',
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'the greeting of the daemon is what comes first',
    says: 'a FIN came instead of the greeting of the rsync daemon, or something else answered',
    source: 'rsync, clientserver.c; seen with rsync 3.5.0 for a FIN',
  },
  {
    example: 'rsync: [sender] write error: Broken pipe (32)',
    pattern:
      /rsync: (?:\[\w{1,20}\] )?(?:write error|writefd_unbuffered failed to write \d{1,12} bytes[^:\n]{0,40}): (?<error>[^\n]{3,120})/,
    phase: 'upload',
    phaseBecause: 'it is a write that failed',
    says: 'rsync wrote into a connection that had ended',
    source: 'rsync, io.c',
  },
  {
    example: 'rsync: [receiver] read error: Connection reset by peer (104)',
    pattern: /rsync: (?:\[\w{1,20}\] )?(?:read error|read errors mapping[^:\n]{0,200}): (?<error>[^\n]{3,120})/,
    phase: 'download',
    phaseBecause: 'it is a read that failed',
    says: 'rsync read from a connection that failed',
    source: 'rsync, io.c',
  },
  {
    example: 'rsync: [Receiver] failed to connect to backup.example.com (192.0.2.7): Connection refused (111)',
    pattern:
      /rsync: (?:\[\w{1,20}\] )?failed to connect to (?<host>[\w.-]{1,253}) \((?<ip>[0-9a-f.:]{2,45})\): (?<error>[^\n]{3,120})/,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'connect() failed',
    says: 'connect() failed',
    source: 'rsync, socket.c, open_socket_out()',
  },
  {
    example: '[sender] io timeout after 60 seconds -- exiting',
    pattern: /\[\w{1,20}\] io timeout after (?<seconds>\d{1,9}) seconds/,
    effect: 'timed-out',
    effectWeight: 3,
    phase: 'session',
    phaseBecause: running,
    says: 'nothing was transferred for as long as --timeout allows',
    source: 'rsync, io.c, check_timeout()',
  },
  {
    example: 'rsync error: error in rsync protocol data stream (code 12) at io.c(231) [Receiver=3.2.7]',
    pattern: /rsync error: [\w /-]{3,80} \(code (?:5|10|12|30|35|255)\)/,
    role: 'companion',
    isLast: true,
    effect: 'broken-off',
    effectWeight: 1,
    says: 'a consequence: the exit code of rsync (5 start of the protocol, 10 socket, 12 protocol stream, 30 time-out, 35 time-out while connecting, 255 of ssh)',
    source: 'rsync(1), EXIT VALUES',
  },
];

/** rsync, over ssh or to a daemon. */
export const rsync: SymptomProgram = {
  id: 'rsync',
  name: 'rsync',
  title: 'rsync',
  log: 'client-log',
  marks: ['rsync: ', 'rsync error: ', 'io timeout after'],
  hint: /rsync(?: error)?: |io timeout after/,
  family: 'transfer',
  inner: ['ssh'],
  windowLines: 12,
  speaker: 'originator',
  wordings,
  tables: [],
};

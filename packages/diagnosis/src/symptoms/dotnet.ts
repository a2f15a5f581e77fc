import type { SymptomProgram } from '../symptom-reading/program.ts';
import type { Wording } from '../symptom-words/wording.ts';

const wordings: readonly Wording[] = [
  {
    example: 'System.Net.Sockets.SocketException (104): Connection reset by peer',
    pattern: /System\.Net\.Sockets\.SocketException \((?:0x[0-9A-Fa-f]{8}|(?<errno>\d{1,5}))\): (?<error>[^\n]{3,300})/,
    effectWeight: 3,
    says: 'a call of the system failed',
    source: '.NET, System.Net.Sockets.SocketException: the number is the error of the system',
  },
  {
    example: 'System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer.',
    pattern: /Unable to read data from the transport connection: (?<error>[^\n]{3,300})/,
    phase: 'download',
    phaseWeight: 1,
    phaseBecause: 'it is a read that failed: of a response, or while one was awaited',
    says: 'reading failed',
    source: '.NET, System.Net.Sockets, net_io_readfailure',
  },
  {
    example: 'System.IO.IOException: Unable to write data to the transport connection: Broken pipe.',
    pattern: /Unable to write data to the transport connection: (?<error>[^\n]{3,300})/,
    phase: 'request',
    phaseWeight: 2,
    phaseBecause: 'it is a write that failed',
    says: 'writing failed',
    source: '.NET, System.Net.Sockets, net_io_writefailure',
  },
];

/** Programs in .NET. */
export const dotnet: SymptomProgram = {
  id: 'dotnet',
  name: '.NET',
  title: '.NET',
  log: 'client-log',
  marks: ['system.net.sockets.socketexception', 'the transport connection: '],
  hint: /System\.Net\.Sockets\.SocketException|the transport connection: /,
  family: 'dotnet',
  windowLines: 60,
  joins: / ---> /,
  speaker: 'unknown',
  wordings,
  tables: [],
};

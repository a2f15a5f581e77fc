import type { SymptomProgram } from '../symptom-reading/program.ts';
import type { Wording } from '../symptom-words/wording.ts';

const wordings: readonly Wording[] = [
  {
    example: 'error trying to connect: tcp connect error: Connection refused (os error 111)',
    pattern: /tcp connect error: (?<error>[^\n]{3,200}\(os error \d{1,5}\))/,
    speaker: 'originator',
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'connect() failed',
    source: 'hyper-util, client/legacy/connect/http.rs; Rust, std::io::Error',
  },
  {
    example: 'error trying to connect: dns error: failed to lookup address information: Name or service not known',
    pattern: /dns error: failed to lookup address information/,
    speaker: 'originator',
    effect: 'name-not-found',
    effectWeight: 3,
    phase: 'name-resolution',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'the host name could not be resolved',
    source: 'hyper-util, client/legacy/connect/http.rs; Rust, std::sys::net',
  },
  {
    example: 'connection closed before message completed',
    pattern: /connection closed before message completed|\bIncompleteMessage\b/,
    effect: 'closed-early',
    effectWeight: 2,
    phase: 'waiting-for-response',
    phaseWeight: 2,
    phaseBecause: 'hyper says so where a message had been awaited, mostly on a connection taken up again',
    says: 'the other side ended the connection before a whole message had come',
    source: 'hyper, src/error.rs, Kind::IncompleteMessage',
  },
  {
    example: 'error reading a body from connection: Connection reset by peer (os error 104)',
    pattern: /error reading a body from connection: (?<error>[^\n]{3,200})/,
    effect: 'broken-off',
    effectWeight: 1,
    phase: 'download',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'the connection failed in the middle of a body',
    source: 'hyper, src/error.rs, Kind::Body',
  },
  {
    example: 'error writing a body to connection: Broken pipe (os error 32)',
    pattern: /error writing a body to connection: (?<error>[^\n]{3,200})/,
    phase: 'upload',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'writing a body failed',
    source: 'hyper, src/error.rs, Kind::BodyWrite',
  },
  {
    example: 'error sending request for url (https://crates.example.com/api): operation timed out',
    pattern: /error sending request for url \((?<url>https?:\/\/[^\s)]{1,2000})\): [^\n]{0,100}?operation timed out/,
    speaker: 'originator',
    effect: 'timed-out',
    effectWeight: 3,
    phase: 'waiting-for-response',
    phaseWeight: 1,
    phaseBecause: 'the limit of reqwest holds for the whole request',
    says: 'no response came in the time that the program allows',
    source: 'reqwest, src/error.rs',
  },
  {
    example: 'Connection reset by peer (os error 104)',
    pattern:
      /(?<error>[A-Z][\w ,'.-]{3,200} \(os error (?:104|32|111|110|113|101|103|99|54|61|60|65|51|53|49|100\d\d)\))/,
    says: 'a call of the system failed',
    source: 'Rust, std::io::Error, Display: "{words} (os error {number})"',
  },
  {
    example: 'Os { code: 104, kind: ConnectionReset, message: "Connection reset by peer" }',
    pattern:
      /Os \{ code: (?<errno>\d{1,5}), kind: (?:ConnectionReset|ConnectionRefused|BrokenPipe|TimedOut|ConnectionAborted|HostUnreachable|NetworkUnreachable)/,
    says: 'a call of the system failed',
    source: 'Rust, std::io::Error, Debug',
  },
];

/** Programs in Rust: the standard library, hyper and reqwest. */
export const rust: SymptomProgram = {
  id: 'rust',
  name: 'A program in Rust',
  title: 'Rust (std, hyper, reqwest)',
  log: 'client-log',
  hint: /\(os error \d|Os \{ code|before message completed|IncompleteMessage|body (?:from|to) connection|dns error: |error sending request/,
  family: 'rust',
  windowLines: 12,
  speaker: 'unknown',
  wordings,
  tables: [],
};

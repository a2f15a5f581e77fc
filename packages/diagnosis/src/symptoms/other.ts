import type { SymptomProgram } from '../symptom-reading/program.ts';
import { errnos } from '../symptom-words/errnos.ts';
import type { Wording } from '../symptom-words/wording.ts';

/** Only at the end of a line, behind a colon or in parentheses: there programs print an error, and prose does not. */
const wordings: readonly Wording[] = [
  {
    example: 'ERROR worker: upload of part 7: Connection reset by peer',
    pattern:
      /[:(] ?(?:\d{2,5}: ?)?(?<error>Connection reset by peer|Connection refused|Broken pipe|Connection timed out|No route to host|Network is unreachable|Software caused connection abort|Cannot assign requested address|An existing connection was forcibly closed by the remote host)[).'"\]]{0,3}$/i,
    speaker: 'unknown',
    says: 'an error of the socket interface, in the words of the system',
    source: 'strerror(3)',
  },
];

/** Any program that prints the system's words for an error. Stands last: whoever knows the program knows more. */
export const other: SymptomProgram = {
  id: 'other',
  name: 'A program',
  title: 'any program, by the words of the system',
  log: 'client-log',
  marks: [
    'reset by peer',
    'connection refused',
    'connection timed out',
    'connection abort',
    'broken pipe',
    'no route to host',
    'network is unreachable',
    'cannot assign requested',
    'forcibly closed by the remote host',
  ],
  hint: /(?:[Rr]eset by peer|[Cc]onnection (?:refused|timed out|abort)|[Bb]roken pipe|[Nn]o route to host|[Nn]etwork is unreachable|[Cc]annot assign requested|forcibly closed by the remote host)[).'"\]]{0,3}$/,
  family: 'other',
  windowLines: 0,
  speaker: 'unknown',
  wordings,
  tables: [
    {
      title: 'Errors of the socket interface',
      rows: errnos.map(({ name, linux, macos, windows, says, source }) => ({
        text: `${name} (Linux ${linux}, macOS ${macos}${windows === undefined ? '' : `, Windows ${windows}`})`,
        says,
        source,
      })),
    },
  ],
};

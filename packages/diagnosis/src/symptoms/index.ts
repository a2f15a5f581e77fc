import type { SymptomProgram } from '../symptom-reading/program.ts';
import { alb } from './alb.ts';
import { combinedAccessLog } from './combined-access-log.ts';
import { curl } from './curl.ts';
import { dotnet } from './dotnet.ts';
import { envoy } from './envoy.ts';
import { git } from './git.ts';
import { go } from './go.ts';
import { haproxy } from './haproxy.ts';
import { java } from './java.ts';
import { nginxError } from './nginx-error.ts';
import { node } from './node.ts';
import { other } from './other.ts';
import { python } from './python.ts';
import { rsync } from './rsync.ts';
import { rust } from './rust.ts';
import { ssh } from './ssh.ts';
import { wget } from './wget.ts';

/**
 * The programs whose words are read. A line is the first one's that knows it: logs with a format of their own before words that may stand anywhere, and
 * those before the words of the system that every program prints.
 */
export const symptomPrograms: readonly SymptomProgram[] = [
  nginxError,
  haproxy,
  envoy,
  alb,
  combinedAccessLog,
  git,
  curl,
  ssh,
  rsync,
  wget,
  go,
  node,
  dotnet,
  python,
  java,
  rust,
  other,
];

import {
  holdsSymptoms,
  mayHoldSymptoms,
  type Sieve,
  type Symptom,
  SymptomReader,
  type SymptomReading,
  sieveOfTexts,
  TextLines,
} from './sources.ts';

export interface Read extends SymptomReading {
  readonly lines: number;
}

/** Reads a text whole, or in pieces of so many bytes. @param sieve undefined to look at every line */
export function readSymptoms(
  text: string | Uint8Array,
  pieceBytes = Number.POSITIVE_INFINITY,
  sieve: Sieve | undefined = sieveOfTexts(),
): Read {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const reader = new SymptomReader();
  const lines = new TextLines(sieve, { take: (line, number) => reader.take(line, number), isAttentive: false });
  for (let at = 0; at < bytes.length; at += Math.min(pieceBytes, bytes.length)) {
    lines.read(bytes.subarray(at, at + pieceBytes));
  }
  lines.end();
  return { ...reader.end(), lines: lines.lines };
}

/** The only symptom of a text. */
export function onlySymptom(...lines: readonly string[]): Symptom {
  const { symptoms } = readSymptoms(lines.join('\n'));
  const [symptom] = symptoms;
  if (symptom === undefined || symptoms.length > 1) {
    throw new Error(
      `${symptoms.length} symptoms in ${lines.join(' / ')}: ${JSON.stringify(symptoms, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`,
    );
  }
  return symptom;
}

/** Its figure of that name. */
export function measureOf(symptom: Symptom, name: string): number | undefined {
  return symptom.measures.find((measure) => measure.name === name)?.value;
}

/** `name:port` or `ip:port` of an end, as far as the text had it. */
export function endText(endpoint: Symptom['remote']): string {
  if (endpoint === undefined) return '';
  return [endpoint.name ?? endpoint.ip ?? endpoint.label ?? '', endpoint.port ?? '']
    .filter((part) => part !== '')
    .join(':');
}

/** Which kind of log a text is, as the explainer tells it; undefined when it is none. */
export function recognizeSymptoms(text: string): SymptomReading['kind'] {
  if (!mayHoldSymptoms(text)) return undefined;
  const reading = readSymptoms(text);
  return holdsSymptoms(reading) ? reading.kind : undefined;
}

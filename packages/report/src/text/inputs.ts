import type { DamagePlace, Explanation, InputReport } from '@fivewhys/diagnosis';
import { amount, counted, duration } from '../quantities.ts';
import type { Page } from './page.ts';
import { pathText } from './path-text.ts';

const damageShown = 5;
const vantages: Readonly<Record<InputReport['vantage'], string | undefined>> = {
  originator: 'taken at the originator',
  responder: 'taken at the responder',
  middle: 'taken between the ends',
  unknown: undefined,
};

/** A line per input, with what was wrong with it and what to know about it beneath. */
export function writeInputs({ inputs, unreadable }: Explanation, page: Page): void {
  for (const input of inputs) writeInput(input, page);
  for (const { path, code, message } of unreadable) {
    page.text(`could not be read: ${message} (${code})`, {
      lead: { text: `${pathText(path)}:`, styles: ['bold', 'red'] },
    });
  }
  if (inputs.length === 0 && unreadable.length > 0) {
    page.blank();
    page.text('Nothing could be read, so nothing was looked at.', { styles: ['bold', 'red'] });
  }
}

function writeInput(input: InputReport, page: Page): void {
  const facts = [
    input.compression === undefined ? input.kind : `${input.kind} in ${input.compression}`,
    input.tcpFrames === input.frames
      ? counted(input.frames, 'frame')
      : `${counted(input.frames, 'frame')} (${amount(input.tcpFrames)} TCP)`,
    counted(input.connections, 'connection'),
    counted(input.resets, 'reset'),
    timeText(input),
    vantages[input.vantage],
  ];
  page.text(facts.filter((fact) => fact !== undefined).join(', '), {
    lead: { text: `${pathText(input.path)}:`, styles: ['bold'] },
  });
  const shown = page.verbose ? input.damage : input.damage.slice(0, damageShown);
  for (const place of shown) page.text(damageText(place), { lead: { text: 'Damaged', styles: ['yellow'] }, indent: 2 });
  const more = Math.max(input.damageCount, input.damage.length) - shown.length;
  if (more > 0)
    page.text(`in ${counted(more, 'more place')}.`, { lead: { text: 'Damaged', styles: ['yellow'] }, indent: 2 });
  for (const note of input.notes) page.text(note, { lead: { text: 'Note:', styles: ['yellow'] }, indent: 2 });
}

function timeText({ durationMs, firstInstant }: InputReport): string | undefined {
  const span = Number.isFinite(durationMs) ? duration(durationMs) : undefined;
  const start = firstInstant === undefined ? undefined : `from ${firstInstant.replace(/[.]\d+Z$/, 'Z')}`;
  return span === undefined ? start : [span, start].filter((part) => part !== undefined).join(' ');
}

function damageText({ offsetBytes, line, frame, reason }: DamagePlace): string {
  const places = [
    line === undefined ? undefined : `line ${line}`,
    offsetBytes === undefined ? undefined : `byte ${offsetBytes}`,
    frame === undefined ? undefined : `frame ${frame}`,
  ].filter((place) => place !== undefined);
  return places.length === 0 ? `somewhere: ${reason}` : `at ${places.join(', ')}: ${reason}`;
}

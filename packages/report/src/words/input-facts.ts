import type { DamagePlace, InputReport } from '@fivewhys/diagnosis';
import { amount, counted, duration } from '../quantities.ts';

const vantages: Readonly<Record<InputReport['vantage'], string | undefined>> = {
  originator: 'taken at the originator',
  responder: 'taken at the responder',
  middle: 'taken between the ends',
  unknown: undefined,
};

/** What was read of an input: `pcap, 76 frames, 8 connections, no resets, 5.2 s from 2026-03-01T17:15:00Z, taken at the responder`. */
export function inputFacts(input: InputReport): string {
  const kind = input.compression === undefined ? input.kind : `${input.kind} in ${input.compression}`;
  if (input.lines !== undefined) return `${kind}, ${counted(input.lines, 'line')}`;
  const facts = [
    kind,
    input.tcpFrames === input.frames
      ? counted(input.frames, 'frame')
      : `${counted(input.frames, 'frame')} (${amount(input.tcpFrames)} TCP)`,
    counted(input.connections, 'connection'),
    counted(input.resets, 'reset'),
    timeText(input),
    vantages[input.vantage],
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}

/** Where an input is damaged, and how: `at byte 88123, frame 12: the record says 70000 bytes`. */
export function damageText({ offsetBytes, line, frame, reason }: DamagePlace): string {
  const places = [
    line === undefined ? undefined : `line ${line}`,
    offsetBytes === undefined ? undefined : `byte ${offsetBytes}`,
    frame === undefined ? undefined : `frame ${frame}`,
  ].filter((place) => place !== undefined);
  return places.length === 0 ? `somewhere: ${reason}` : `at ${places.join(', ')}: ${reason}`;
}

/** The places of damage to show, and how many more there are. */
export function shownDamage(
  { damage, damageCount }: InputReport,
  most: number,
): { readonly shown: readonly DamagePlace[]; readonly more: number } {
  const shown = damage.slice(0, most);
  return { shown, more: Math.max(damageCount, damage.length) - shown.length };
}

function timeText({ durationMs, firstInstant }: InputReport): string | undefined {
  // Times are those of TCP: where there is none, or no clock, there is no span either.
  const isTimed = firstInstant !== undefined || durationMs > 0;
  const span = isTimed && Number.isFinite(durationMs) ? duration(durationMs) : undefined;
  const start = firstInstant === undefined ? undefined : `from ${firstInstant.replace(/[.]\d+Z$/, 'Z')}`;
  return span === undefined ? start : [span, start].filter((part) => part !== undefined).join(' ');
}

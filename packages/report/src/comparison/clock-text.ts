import { type ClockReport, durationText } from '@fivewhys/vantages';

/** `The clock of b.pcap is 7200.250 s ahead of that of a.pcap, to within 2 µs (12 packets there, 9 back); a drift was not measured, for which 5 s are needed.` */
export function clockText(clock: ClockReport, nameOf: (input: number) => string): string {
  const { here, there, absoluteOffsetNs, offsetNs, uncertaintyNs, outward, homeward, stepped } = clock;
  const [one, other] = [nameOf(here), nameOf(there)];
  const packets = `${outward} packets from the one to the other, ${homeward} back`;
  const difference = absoluteOffsetNs ?? offsetNs;
  const how =
    Math.abs(difference) <= uncertaintyNs
      ? `The clocks of ${one} and ${other} agree`
      : `The clock of ${other} is ${secondsText(Math.abs(difference))} ${difference > 0 ? 'ahead of' : 'behind'} that of ${one}`;
  const dateless = absoluteOffsetNs === undefined ? ', counted from where each capture begins,' : '';
  if (!Number.isFinite(uncertaintyNs)) {
    return `The clock of ${other} is at ${outward > 0 ? 'most' : 'least'} ${secondsText(difference)} ahead of that of ${one}${dateless} for packets of one direction only are in both (${packets}).`;
  }
  const step = stepped
    ? ' No one offset fits all packets: one of the clocks was set meanwhile, or its host stamps packets late.'
    : '';
  return `${how}${dateless} to within ${durationText(uncertaintyNs)} (${packets}); ${driftText(clock)}.${step}`;
}

function driftText({ driftNsPerSecond, driftUncertaintyNsPerSecond = 0 }: ClockReport): string {
  if (driftNsPerSecond === undefined)
    return 'a drift can be told only over 5 s and more, with packets of both directions';
  return `drift ${(driftNsPerSecond / 1000).toFixed(1)} ± ${(driftUncertaintyNsPerSecond / 1000).toFixed(1)} ppm`;
}

/** To the microsecond, for it is subtracted from times. */
function secondsText(nanoseconds: number): string {
  return `${(nanoseconds / 1e9).toFixed(6)} s`;
}

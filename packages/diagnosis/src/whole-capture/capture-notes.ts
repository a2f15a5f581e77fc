import type { CaptureReading, ReaderContext } from '@fivewhys/capture';
import type { TrackingTallies } from '@fivewhys/connections';
import { count, plural } from '../phrases.ts';
import type { InputSums } from './input-sums.ts';

/** Share of segments from which on a capture is called doubled. */
const doubledShare = 0.2;
/** Share of connections from which on a property is the capture's and not a few connections'. */
const tellingShare = 0.5;

/** What a reader should know about a capture before trusting what it says: artefacts are not evidence. */
export function captureNotes(
  reading: CaptureReading,
  { tallies, droppedPackets, interfaces }: ReaderContext,
  tracking: TrackingTallies,
  sums: InputSums,
): string[] {
  const notes: string[] = [];
  const share = (part: number, whole: number) => whole > 0 && part / whole >= tellingShare;
  if (tallies.segments === 0) notes.push('no TCP segment in it');
  if (tracking.copies > tallies.segments * doubledShare) {
    notes.push(
      `${count(tracking.copies)} of ${count(tallies.segments)} segments are copies of others (a mirrored port, or -i any on a host that forwards): each is counted once, except that frames and RST frames count as Wireshark counts them`,
    );
  } else if (tracking.copies > 0) {
    notes.push(
      `${plural(tracking.copies, 'segment')} or more captured again (a mirrored port, a router between): each that is recognized is counted once`,
    );
  }
  if (share(sums.midstream, sums.connections)) {
    notes.push(
      `${shareText(sums.midstream, sums.connections)} ${sums.midstream === 1 ? 'begins' : 'begin'} without a handshake (under way before, or not all was captured): who opened ${sums.midstream === 1 ? 'it' : 'them'} is a guess, by port numbers`,
    );
  }
  if (share(sums.oneSided, sums.connections)) {
    notes.push(
      `only one direction of ${shareText(sums.oneSided, sums.connections)} is in the capture: what the other end received or answered can't be told`,
    );
  }
  if (droppedPackets > 0) {
    notes.push(`the capturing program lost ${plural(droppedPackets, 'packet')}: gaps may be its own`);
  }
  if (tallies.cutHeaders > 0) {
    notes.push(
      `${plural(tallies.cutHeaders, 'frame')} cut inside the IP or TCP header: capture with a longer snap length (-s 128)`,
    );
  }
  if (tallies.fragmentsHidingTcp > 0) {
    notes.push(
      `${plural(tallies.fragmentsHidingTcp, 'IP fragment')} with TCP whose header is in another fragment: what is in them belongs to no connection here`,
    );
  }
  if (tallies.offloadedSegments > 0) {
    notes.push(
      `${plural(tallies.offloadedSegments, 'segment')} that no network carried so (no length in the IP header, or more than 9,216 bytes): captured before segmentation or after merging (TSO, GRO), on one of the ends or a host between`,
    );
  }
  if (tracking.evicted > 0) {
    notes.push(
      `${plural(tracking.evicted, 'connection')} let go to bound memory: their later segments count as new streams`,
    );
  }
  if (tracking.unmatchedIcmpErrors > 0) {
    notes.push(`${plural(tracking.unmatchedIcmpErrors, 'ICMP error')} about connections that are not in the capture`);
  }
  if (reading.kind === 'ngrep-text') {
    notes.push(
      'ngrep prints no sequence numbers, acknowledgments, windows and lengths, and without -e no segment without payload: what hangs on those is not said here; `tcpdump -nn -S -v` prints them',
    );
  }
  if (interfaces.length > 1) notes.push(`${count(interfaces.length)} interfaces`);
  if (reading.clock === 'time-of-day') notes.push('its times have no date');
  if (reading.clock === 'none') notes.push('it has no times: nothing can be said about delays');
  return notes;
}

/** `the only connection`, `both connections`, `2 of 4 connections` */
function shareText(part: number, whole: number): string {
  if (part < whole) return `${count(part)} of ${plural(whole, 'connection')}`;
  if (whole === 1) return 'the only connection';
  return whole === 2 ? 'both connections' : `all ${count(whole)} connections`;
}

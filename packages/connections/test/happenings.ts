import { ACK, FIN, OPTION_SACK, OPTION_TIMESTAMPS, PSH, RST, SYN } from '@fivewhys/capture';
import type { Story } from './story.ts';

/** What may happen in a story, by number, so that fast-check can make stories up. */
export const happenings: readonly ((told: Story, size: number) => void)[] = [
  (told) => told.syn(),
  (told) => told.synAck(),
  (told) => told.handshake(),
  (told, size) => told.data('originator', size + 1),
  (told, size) => told.data('responder', size + 1),
  (told) => told.ack('originator'),
  (told) => told.ack('responder'),
  (told, size) => told.unseen((lost) => lost.data('responder', size + 1)),
  (told, size) => told.resend('responder', size + 1, size + 1),
  (told, size) => told.resend('originator', size + 1, size + 1),
  (told, size) => told.ack('originator', { acknowledgment: told.ends.responder.next - size }),
  (told) => told.segment('originator', { sequence: told.ends.originator.next - 1 }),
  (told) => told.ack('responder', { window: 0 }),
  (told, size) =>
    told.ack('originator', {
      options: OPTION_SACK | OPTION_TIMESTAMPS,
      sackLeft: told.ends.responder.next + size,
      sackRight: told.ends.responder.next + size + 9,
    }),
  (told) => told.fin('originator'),
  (told) => told.fin('responder'),
  (told) => told.abort('originator'),
  (told) => told.abort('responder'),
  (told) => told.reset('responder'),
  (told, size) => told.segment('responder', { flags: RST, sequence: told.ends.responder.next + size * 50 }),
  (told, size) => told.segment('originator', { flags: RST, sequence: told.ends.originator.next - size }),
  (told) => told.wait(500),
  (told, size) => told.wait(1000 + size),
  (told) => told.icmp('originator'),
  (told) => told.segment('originator', { flags: SYN, sequence: told.ends.originator.isn }),
  (told) => told.segment('responder', { flags: ACK | PSH | FIN, payloadBytes: 3 }),
  // A large segment that goes in smaller ones after some time-outs; data of the other end between.
  (told, size) => {
    told.ack('responder').data('originator', 1448).data('originator', 200);
    const { next } = told.ends.originator;
    for (const ms of [200, 400]) told.wait(ms).resend('originator', 1648, 1448);
    told
      .data('responder', size + 1, { acknowledgment: next - 1648 })
      .wait(800)
      .resend('originator', 1648, 1000);
    told
      .ack('responder', { acknowledgment: next - 648 })
      .resend('originator', 648, 448)
      .ack('responder');
  },
];

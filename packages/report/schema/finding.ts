import { z } from 'zod';
import { amount, causeId, described, frameList, inputIndex, instant, text } from './parts.ts';

const subject = z
  .strictObject({
    input: inputIndex,
    stream: described(amount, "Number of the connection in its input, as Wireshark's `tcp.stream`.", 8),
  })
  .meta({ id: 'Subject', description: 'A connection that a finding is about.' });

const inputFrames = z
  .strictObject({
    input: inputIndex,
    frames: described(frameList, 'Frames of that input.', [17]),
  })
  .meta({ id: 'InputFrames', description: 'Frames of one input.' });

const evidence = z
  .strictObject({
    input: inputIndex,
    frames: described(frameList, 'Frames of that input which show it, numbered from 1 as in Wireshark.', [11, 12]),
    lines: described(
      frameList,
      'Lines of that input which show it, numbered from 1; in worker events, whose evidence has no frames.',
      [42],
    ).optional(),
    detail: described(
      text,
      'The fact itself, with its numbers.',
      'seq 1563951501 is 76936438 before rcv_nxt 1640887939',
    ),
  })
  .meta({ id: 'Evidence', description: 'One observed fact, and where it can be checked.' });

const why = z
  .strictObject({
    claim: described(text, 'What is claimed.', 'The responder still held the old connection in TIME_WAIT.'),
    evidence: described(z.array(evidence), 'What the claim rests on.'),
  })
  .meta({
    id: 'Why',
    description: 'One link of the chain from the symptom to the root. It follows from the link after it.',
  });

const namedCause = z
  .strictObject({
    cause: described(causeId, 'The other cause.', 'closed-port'),
    because: described(text, 'Why it is ruled out, or why it is not.', 'both FINs were seen before'),
  })
  .meta({ id: 'NamedCause', description: 'Another cause, and what the evidence says about it.' });

const nextStep = z
  .strictObject({
    why: described(text, 'What the output will settle.', 'Shows whether anything listens on the port.'),
    command: described(text, 'A command to run. It may have several lines.', "ss -ltnp 'sport = :8081'"),
  })
  .meta({ id: 'NextStep', description: 'What to collect next.' });

const remedy = z
  .strictObject({
    summary: described(text, 'What to do, in a sentence.', 'Let both ends use TCP timestamps.'),
    commands: described(z.array(text), 'Exact commands or settings.', ['sysctl -w net.ipv4.tcp_timestamps=1']),
    harm: described(text, 'The known harm.', '12 bytes in every segment'),
    verify: described(text, 'How to see that it worked.', 'the SYNs carry the TS option'),
    undo: described(text, 'How to undo it.', '`sysctl -w net.ipv4.tcp_timestamps=0`'),
    source: described(text, 'Where the advice comes from.', 'RFC 6191'),
  })
  .meta({ id: 'Remedy', description: 'What to do about a cause.' });

const pile = z
  .strictObject({
    from: described(z.number(), 'The least in the pile.', 59.98),
    to: described(z.number(), 'The most in it.', 60.02),
    count: described(amount, 'Connections in it.', 37),
  })
  .meta({ id: 'Pile', description: 'A narrow range that holds most values of a figure: a timer, or a size.' });

const bin = z
  .strictObject({
    from: described(z.number(), 'The least that belongs into it.', 50),
    to: described(z.number(), 'What is above all that does.', 100),
    count: described(amount, 'Values in it.', 147),
  })
  .meta({ id: 'Bin', description: 'A range of a figure, and how many values lie in it.' });

const histogram = z
  .strictObject({
    scale: described(
      z.enum(['linear', 'logarithmic']),
      '`linear`: all ranges are as wide; `logarithmic`: each is a few times as wide as the one before, and a first one may begin at 0.',
      'logarithmic',
    ),
    whole: described(z.boolean(), 'All values are whole numbers: a range from 3 to 4 holds 3 alone.', false),
    bins: described(
      z.array(bin),
      'The ranges, which adjoin, from the least value to the most. Of more than 4096 connections, values are told apart by their first four digits.',
    ),
  })
  .meta({ id: 'Histogram', description: 'How many values of a figure lie where.' });

const share = z
  .strictObject({
    end: described(text, 'An address, of a responder with its port.', '10.1.0.2:443'),
    connections: described(amount, 'Connections of the finding that have it.', 812),
  })
  .meta({ id: 'Share', description: "One end, and how many of a finding's connections have it." });

const fleet = z
  .strictObject({
    originators: described(z.array(share), 'Who opened them, the most frequent first; the first ten.'),
    originatorCount: described(amount, 'How many different ones, counted up to ten thousand.', 43),
    responders: described(z.array(share), 'To whom, likewise.'),
    responderCount: described(amount, 'How many different ones.', 2),
    firstInstant: described(
      instant,
      'When the first of them happened; left out when the captures have no dates.',
      '2026-03-01T17:15:55.915648000Z',
    ).optional(),
    lastInstant: described(
      instant,
      'When the last of them happened, likewise.',
      '2026-03-01T17:49:02.000113000Z',
    ).optional(),
    timeline: described(
      z.array(bin),
      'How many happened when, in seconds since the earliest capture began, to the end of the last; left out when they are fewer than eight, or when the times of several captures have no dates.',
    ).optional(),
  })
  .meta({ id: 'Fleet', description: "Between whom and when, over a finding's connections." });

const distribution = z
  .strictObject({
    name: described(text, 'The figure, with its unit.', "seconds since the responder's FIN"),
    count: described(amount, 'Connections that have it.', 3),
    least: described(z.number(), 'The least.', 3.15),
    median: described(z.number(), 'The median.', 12.1),
    most: described(z.number(), 'The most.', 55.5897),
    pile: described(pile, 'Where most of them lie together, if they do.').optional(),
    histogram: described(
      histogram,
      'How many lie where; left out when they are fewer than eight, or all the same.',
    ).optional(),
  })
  .meta({ id: 'Distribution', description: "How a figure is spread over a finding's connections." });

const ladderRow = z
  .strictObject({
    frame: described(z.int().min(1), "Frame of the ladder's input.", 11),
    sinceFirstNs: described(
      z.number(),
      'Nanoseconds since the first row; left out when the capture has no times.',
      55_589_679_000,
    ).optional(),
    from: described(
      z.enum(['originator', 'responder', 'icmp']),
      'Who sent it; `icmp` for an ICMP error about the connection.',
      'originator',
    ),
    text: described(text, 'The frame in a few words.', 'SYN seq 1563951501'),
    note: described(text, 'Why it matters; empty for context.', '76936438 before the old rcv_nxt'),
    repeats: described(
      z.int().min(1),
      'The earlier frame that it sends again, if it is a retransmission.',
      51,
    ).optional(),
  })
  .meta({ id: 'LadderRow', description: 'One line of a ladder diagram.' });

const ladder = z
  .strictObject({
    input: inputIndex,
    stream: described(amount, 'The connection that is drawn.', 8),
    originator: described(text, 'The end on the left.', '192.0.2.1:40000'),
    responder: described(text, 'The end on the right.', '192.0.2.2:443'),
    rows: described(z.array(ladderRow), 'The frames, in order.'),
  })
  .meta({ id: 'Ladder', description: "The frames that matter of one of a finding's connections, as a diagram." });

const whyNot = z
  .strictObject({
    cause: described(causeId, 'The cause that was asked about.', 'half-open'),
    outcome: described(
      z.enum(['concluded', 'ruled-out', 'did-not-fit', 'still-possible', 'not-weighed']),
      'What became of it: `concluded`, the finding is of that cause; `ruled-out`, the evidence for the cause that was concluded excludes it; `did-not-fit`, weighed by itself it does not fit; `still-possible`, it is not excluded; `not-weighed`, nothing was weighed against it.',
      'ruled-out',
    ),
    because: described(z.array(text), 'Why: as a look-alike, and weighed by itself.', [
      'both FINs were acknowledged before',
    ]),
  })
  .meta({ id: 'WhyNot', description: 'Why a finding is not of the cause that was asked about.' });

const link = z
  .strictObject({
    finding: described(text, 'Its `id`.', 'f2'),
    cause: described(causeId, 'Its cause.', 'connection-churn'),
    because: described(text, 'What joins the two.', 'is between the same ends'),
  })
  .meta({ id: 'FindingLink', description: 'Another finding that may lie behind one.' });

export const finding = z
  .strictObject({
    id: described(text, 'Name of the finding within this output.', 'f1'),
    symptom: described(text, 'What someone saw, in a sentence.', 'The connection was refused.'),
    cause: described(
      causeId,
      'The cause; `undetermined` when none fits, `harmless` when there is nothing to do.',
      'time-wait-reuse',
    ),
    verdict: described(
      z.enum(['proven', 'likely', 'possible', 'undetermined']),
      'How sure: `proven`, every known look-alike is excluded; `likely`, it fits and a look-alike is not excluded; `possible`, only indirect evidence; `undetermined`, no cause fits.',
      'proven',
    ),
    subjects: described(z.array(subject), 'The connections that it is about; of very many the first 100,000.'),
    count: described(amount, 'How many connections that are, listed or not; of worker events, how many deaths.', 3),
    onlyCounted: described(
      amount,
      'Of those: counted because they failed in the same way as others of the finding, and not weighed one by one; only in a flood. They have no part in `distributions`.',
      165_000,
    ).optional(),
    resetFrames: described(
      frameList,
      'RST frames, over the inputs in order: with one input this is all there is to know.',
      [17],
    ),
    resetFramesByInput: described(z.array(inputFrames), 'The same frames, with the input of each.'),
    otherResetFramesByInput: described(
      z.array(inputFrames),
      "Of those: RSTs with the address of the other end than the one that decided its connection's fate. Absent where there are none.",
    ).optional(),
    resetFramesElsewhereByInput: described(
      z.array(inputFrames),
      'RSTs of the same connections in other captures, taken at other places; mostly the same ones. Absent where there are none.',
    ).optional(),
    sentBy: described(
      z.enum([
        'originator',
        'responder',
        'other-edge',
        'nat-host',
        'firewall',
        'load-balancer',
        'middlebox',
        'unknown',
      ]),
      'Who sent the reset, or whatever was wrong.',
      'originator',
    ),
    whys: described(
      z.array(why),
      'From the symptom to the root, which is the last. Of one connection, the one whose `ladder` is drawn.',
    ),
    ruledOut: described(z.array(namedCause), 'Causes that the evidence excludes.'),
    stillPossible: described(z.array(namedCause), 'Causes that it does not exclude.'),
    behind: described(
      z.array(link),
      'Other findings that may lie behind it, where evidence joins them; left out where there is none.',
    ).optional(),
    notes: described(z.array(text), 'Other things worth knowing.', [
      'tcp_tw_reuse concerns outgoing connections only.',
    ]),
    next: described(z.array(nextStep), 'What to collect next.'),
    remedies: described(z.array(remedy), 'What to do, the best first.'),
    distributions: described(z.array(distribution), 'How figures are spread over the connections.'),
    fleet: described(fleet, 'Between whom and when; of a finding with several connections.').optional(),
    ladder: described(ladder, 'The frames that matter, of the connection that shows the story best.').optional(),
    whyNot: described(
      whyNot,
      'Why it is not the cause of `--why-not`; only with that option. Of the same connection.',
    ).optional(),
  })
  .meta({ id: 'Finding', description: 'A symptom, its chain of whys down to a cause, and what goes with it.' });

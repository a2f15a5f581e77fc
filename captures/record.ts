import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFrames } from './network/frames.ts';
import { createNetwork } from './network/network.ts';
import { startRecording } from './network/recording.ts';
import { watchResetReasons } from './network/reset-reasons.ts';
import { note } from './note.ts';
import { anycastShift } from './stories/anycast-shift.ts';
import { anycastSplit } from './stories/anycast-split.ts';
import { applicationAbort } from './stories/application-abort.ts';
import { backendAny } from './stories/backend-any.ts';
import { backlogOverflow } from './stories/backlog-overflow.ts';
import { backlogOverflowAbort } from './stories/backlog-overflow-abort.ts';
import { clientAbort } from './stories/client-abort.ts';
import { closedPort } from './stories/closed-port.ts';
import { closedPortIpv6 } from './stories/closed-port-ipv6.ts';
import { connectionChurn, connectionsKept } from './stories/connection-churn.ts';
import { conntrackInvalid } from './stories/conntrack-invalid.ts';
import { conntrackInvalidLeak } from './stories/conntrack-invalid-leak.ts';
import { conntrackTableFull } from './stories/conntrack-table-full.ts';
import { firewallDropIpv6 } from './stories/firewall-drop-ipv6.ts';
import { firewallRejectIcmpIpv6 } from './stories/firewall-reject-icmp-ipv6.ts';
import { firewallRejectMidstream } from './stories/firewall-reject-midstream.ts';
import { firewallRejectSyn } from './stories/firewall-reject-syn.ts';
import { halfOpen } from './stories/half-open.ts';
import { harmlessRstAfterClose } from './stories/harmless-rst-after-close.ts';
import { idleTimeoutRst } from './stories/idle-timeout-rst.ts';
import { idleTimeoutSilent } from './stories/idle-timeout-silent.ts';
import { idleTimeoutSnat } from './stories/idle-timeout-snat.ts';
import { ignoredRst } from './stories/ignored-rst.ts';
import { injectedReset } from './stories/injected-reset.ts';
import { keepAliveRace, keepAliveRaceIpv6 } from './stories/keep-alive-race.ts';
import { keepaliveDead } from './stories/keepalive-dead.ts';
import { lateData } from './stories/late-data.ts';
import { lingerZero } from './stories/linger-zero.ts';
import { pathMtuBlackHoleIpv6 } from './stories/path-mtu-black-hole-ipv6.ts';
import { pathMtuProbing, pathMtuProbingResponder } from './stories/path-mtu-probing.ts';
import { processKilled } from './stories/process-killed.ts';
import { restart } from './stories/restart.ts';
import { restartTwoWays } from './stories/restart-two-ways.ts';
import { segmentedAnew } from './stories/segmented-anew.ts';
import { socketDestroyed } from './stories/socket-destroyed.ts';
import { socketDestroyedAlone } from './stories/socket-destroyed-alone.ts';
import { sshMaxStartups } from './stories/ssh-max-startups.ts';
import { timeWaitReuse } from './stories/time-wait-reuse.ts';
import { timeWaitReuseAccepted } from './stories/time-wait-reuse-accepted.ts';
import { timeWaitReuseBalancer } from './stories/time-wait-reuse-balancer.ts';
import { tlsAlert } from './stories/tls-alert.ts';
import { tlsPlainHttp } from './stories/tls-plain-http.ts';
import { unreadData413 } from './stories/unread-data-413.ts';
import { unreadDataAbort } from './stories/unread-data-abort.ts';
import type { Story } from './story.ts';

// Usage: node captures/record.ts [STORY...]    (as root; README.md says what it needs)

const stories: readonly Story[] = [
  timeWaitReuse,
  timeWaitReuseBalancer,
  timeWaitReuseAccepted,
  closedPort,
  closedPortIpv6,
  backendAny,
  harmlessRstAfterClose,
  ignoredRst,
  unreadDataAbort,
  anycastShift,
  anycastSplit,
  backlogOverflow,
  backlogOverflowAbort,
  conntrackInvalid,
  conntrackInvalidLeak,
  firewallDropIpv6,
  firewallRejectIcmpIpv6,
  firewallRejectMidstream,
  firewallRejectSyn,
  idleTimeoutRst,
  idleTimeoutSilent,
  idleTimeoutSnat,
  injectedReset,
  pathMtuBlackHoleIpv6,
  pathMtuProbing,
  pathMtuProbingResponder,
  segmentedAnew,
  keepAliveRace,
  keepAliveRaceIpv6,
  lateData,
  lingerZero,
  processKilled,
  halfOpen,
  restart,
  restartTwoWays,
  keepaliveDead,
  clientAbort,
  unreadData413,
  tlsAlert,
  tlsPlainHttp,
  sshMaxStartups,
  socketDestroyed,
  socketDestroyedAlone,
  connectionChurn,
  connectionsKept,
  conntrackTableFull,
  applicationAbort,
];
/** A story that depends on a secret hash comes about in half of the attempts. */
const maxAttempts = 16;
const kernel = release().replace(/-.*/, '');

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => stories.every((story) => story.name !== name));
if (unknown.length > 0) {
  console.error(`no story ${unknown.join(', ')}; there are ${stories.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
// Interrupted or failed: the `exit` event undoes what the story at hand has set up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
for (const story of stories) {
  if (wanted.length === 0 || wanted.includes(story.name)) await record(story);
}

async function record(story: Story): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await tryToRecord(story, attempt)) return;
    console.log(`${story.name}: did not come about, trying again`);
  }
  throw new Error(`${story.name} did not come about in ${maxAttempts} attempts`);
}

async function tryToRecord(story: Story, attempt: number): Promise<boolean> {
  using cleanup = new DisposableStack();
  const onExit = (): void => cleanup.dispose();
  process.once('exit', onExit);
  cleanup.defer(() => process.off('exit', onExit));

  const directory = mkdtempSync(join(tmpdir(), 'fivewhys-capture-'));
  cleanup.defer(() => rmSync(directory, { recursive: true }));
  const recorded = join(directory, 'recorded.pcap');
  const resetReasons = watchResetReasons(cleanup);
  const network = createNetwork(cleanup);
  const where = { originator: network.one.namespace, middle: network.router, responder: network.responder.namespace };
  const recording = await startRecording(where[story.vantage], recorded, story.capture);
  const texts = new Map<string, string>();
  const keepText = (name: string, text: string) => texts.set(`${story.name}.${name}`, text);
  await story.play(network, attempt, () => readFrames(recorded).frames, keepText);
  await sleep(300);
  await recording.stop();

  const { frames, frameCount } = readFrames(recorded);
  const found = story.find(frames);
  if (found === undefined) return false;
  const resetFrames = frames.filter(({ flags }) => flags.includes('R')).map(({ number }) => number);
  const truth = {
    story: story.name,
    kernel: `Linux ${kernel}`,
    vantage: story.vantage,
    cause: story.cause,
    ...(story.fromPackets === undefined ? {} : { fromPackets: story.fromPackets }),
    ...(texts.size === 0 ? {} : { texts: [...texts.keys()] }),
    resetFrames,
    sentBy: story.sentBy,
    kernelReasons: resetReasons(),
    streams: found.streams,
    frames: frameCount,
    connections: new Set(frames.map(({ stream }) => stream)).size,
  };
  keep(recorded, story.file);
  for (const [name, text] of texts) writeFileSync(beside(name), text);
  writeFileSync(beside(`${story.name}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
  writeFileSync(beside(`${story.name}.md`), note(story, recording.command, truth, found.facts));
  console.log(`${story.name}: ${frameCount} frames, RST in ${resetFrames.join(', ') || 'none'}`);
  return true;
}

function keep(recorded: string, file: string): void {
  if (file.endsWith('.pcapng')) execFileSync('editcap', ['-F', 'pcapng', recorded, beside(file)]);
  else copyFileSync(recorded, beside(file));
}

function beside(file: string): string {
  return join(import.meta.dirname, file);
}

import type { Frame } from '../frames/frames.ts';
import { inIpv4, inIpv6, settingInIpv6 } from '../network/in-ipv6.ts';
import type { End } from '../network/network.ts';
import { speakingIpv6 } from '../network/speaking-ipv6.ts';
import type { Found, Stage, Story } from '../story.ts';

/** The same story over IPv6. It is played in the words of IPv4, which its hosts translate; what it finds is told in those of IPv6. */
export const overIpv6 = (story: Story): Story => ({
  ...story,
  name: `${story.name}-ipv6`,
  happened: `${story.happened} Over IPv6.`,
  commands: story.commands.map((command) => inIpv6(command).replaceAll(/\bnet\.ipv4\.\w+/g, settingInIpv6)),
  play: (stage) => story.play(translated(stage)),
  find: (frames) => told(story.find(frames.map(asIpv4))),
});

const translated = (stage: Stage): Stage => ({
  ...stage,
  one: atIpv6(stage.one),
  two: atIpv6(stage.two),
  noise: atIpv6(stage.noise),
  responder: atIpv6(stage.responder),
  router: speakingIpv6(stage.router),
  soFar: () => stage.soFar().map(asIpv4),
});

const atIpv6 = (end: End): End => ({ ...end, namespace: speakingIpv6(end.namespace) });

const asIpv4 = (frame: Frame): Frame => ({ ...frame, from: inIpv4(frame.from), to: inIpv4(frame.to) });

const told = (found: Found | undefined): Found | undefined =>
  found && { ...found, facts: found.facts.map((fact) => inIpv6(ofIpv6(fact))) };

/** IPv6 has no IP ID, and its TTL has another name. */
const ofIpv6 = (fact: string): string =>
  fact
    .replaceAll(/, IP ID (?:undefined|0)(?: without DF)?|IP ID undefined and /g, '')
    .replaceAll(', seq and IP ID', ' and seq')
    .replaceAll('TTL', 'hop limit');

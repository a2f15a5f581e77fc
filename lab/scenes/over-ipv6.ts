import type { End } from '../network/network.ts';
import type { Found, Story } from '../story.ts';

/** The same story over IPv6, for those that need no rule of one family. */
export const overIpv6 = (story: Story): Story => ({
  ...story,
  name: `${story.name}-ipv6`,
  happened: `${story.happened} Over IPv6.`,
  ...(story.controlOf === undefined ? {} : { controlOf: `${story.controlOf}-ipv6` }),
  play: (stage) =>
    story.play({
      ...stage,
      one: inIpv6(stage.one),
      two: inIpv6(stage.two),
      noise: inIpv6(stage.noise),
      responder: inIpv6(stage.responder),
    }),
  find: (frames) => withoutIpId(story.find(frames)),
});

const inIpv6 = (end: End): End => ({ ...end, ip: end.ip6 });

/** IPv6 has none. */
const withoutIpId = (found: Found | undefined): Found | undefined =>
  found && { ...found, facts: found.facts.map((fact) => fact.replaceAll(', IP ID undefined', '')) };

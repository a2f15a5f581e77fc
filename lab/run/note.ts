import type { Story } from '../story.ts';

interface Truth {
  readonly kernel: string;
  readonly texts?: readonly string[];
  readonly resetFrames: readonly number[];
  readonly kernelReasons: readonly string[];
  readonly frames: number;
  readonly connections: number;
}

/** The page beside a capture: where it comes from, what happened, what must be found. */
export function note(story: Story, command: string, truth: Truth, facts: readonly string[]): string {
  const reasons = truth.kernelReasons.length === 0 ? 'none' : truth.kernelReasons.join(', ');
  const converted = story.format === 'pcapng' ? ', converted by `editcap -F pcapng`' : '';
  const texts = truth.texts?.map((name) => `[${name}](${name})`).join(' and ');
  return `# ${story.name}

## Where it comes from

Recorded by \`./fivewhys lab record ${story.name}\` (its script is in \`lab/stories/\`) with ${truth.kernel} in network
namespaces, at the vantage "${story.vantage}": \`${command}\`${converted}. [README.md](README.md) draws the network.
${story.commands.length === 0 ? '' : `What it takes besides:\n\n\`\`\`sh\n${story.commands.join('\n')}\n\`\`\`\n`}${texts === undefined ? '' : `\nBeside it: ${texts}.\n`}
## What happened

${story.happened}

## What must be found in it

${truth.frames} frames, ${truth.connections} connections; frames with RST: ${truth.resetFrames.join(', ') || 'none'}. Reasons that the kernel gave (\`tcp:tcp_send_reset\`): ${reasons}.

${facts.map((fact) => `- ${fact}`).join('\n')}
`;
}

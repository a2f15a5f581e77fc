import type { Story } from '../story.ts';
import type { Truth } from '../truth/truth.ts';

/** The page beside what a run has kept: what happened, and what is to be found at each vantage. */
export function runNote(story: Story, truth: Truth, facts: readonly string[]): string {
  const commands =
    story.commands.length === 0 ? '' : `\nWhat it takes:\n\n\`\`\`sh\n${story.commands.join('\n')}\n\`\`\`\n`;
  return `# ${story.name}

${story.happened}
${commands}
Played by \`./fivewhys lab run ${story.name}\` with ${truth.kernel}.

## At "${story.vantage}"

${facts.map((fact) => `- ${fact}`).join('\n')}

## At each vantage

| capture | cause | streams | frames with RST, and who sent them |
| --- | --- | --- | --- |
${Object.values(truth.vantages)
  .map(({ capture, cause, streams, resets }) => {
    const sent = resets.map(({ frame, sentBy }) => `${frame} (${sentBy ?? 'not seen'})`);
    return `| ${[capture, cause ?? 'nothing', streams.join(', ') || '-', sent.join(', ') || '-'].join(' | ')} |`;
  })
  .join('\n')}
`;
}

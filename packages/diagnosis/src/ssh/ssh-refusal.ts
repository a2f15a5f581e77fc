import type { Connection } from '@fivewhys/connections';

/** The line by which sshd turned a connection away; undefined where it said none. */
export function sshRefusalOf({ spoken }: Connection): { readonly frame: number; readonly text: string } | undefined {
  const said = spoken?.responder.ssh;
  return said?.kind === 'refusal' ? said : undefined;
}

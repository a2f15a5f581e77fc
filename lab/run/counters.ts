import type { Namespace } from '../network/namespace.ts';

const commands = ['date -u -Ins', 'ip -br address', 'nstat -asz', 'ss -tanio', 'conntrack -S'];

/** What a host says about itself, each output under its command. A command that the machine hasn't got says nothing. */
export function counters(namespace: Namespace): string {
  const script = commands.map((command) => `echo '# ${command}'; ${command} 2>/dev/null`).join('; ');
  return namespace.run('sh', '-c', `${script}; true`);
}

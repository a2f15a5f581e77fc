import type { Rendering, RenderOptions } from '@fivewhys/report';
import { writeAll } from './output.ts';
import { terminalOf } from './terminal.ts';

/** The options of every command that prints for people. */
interface PrintFlags {
  readonly color: boolean;
  readonly ascii?: true;
  readonly verbose?: true;
}

/** Renders for the place where the output goes, prints it, and sets the exit status. */
export async function printRendering(flags: PrintFlags, render: (options: RenderOptions) => Rendering): Promise<void> {
  const terminal = terminalOf(process.stdout, process.stderr, process.env);
  const { output, exitCode } = render({
    width: terminal.width,
    color: terminal.color && flags.color,
    unicode: terminal.unicode && flags.ascii !== true,
    verbose: flags.verbose === true,
  });
  process.exitCode = exitCode;
  await writeAll(process.stdout, output);
}

import { closeSync, openSync } from 'node:fs';
import { DescriptorSource } from '@fivewhys/capture';
import { type ComparisonResult, compareCaptures } from '@fivewhys/vantages';
import { renderComparison } from '../src/index.ts';

/** A recorded story of captures/vantages/, compared. */
export async function sampleComparison(
  story = 'reject-one-side',
  names: readonly string[] = ['originator', 'middle', 'responder'],
): Promise<ComparisonResult> {
  const comparison = await compareCaptures(
    names.map((name) => ({
      name: undefined,
      open() {
        const descriptor = openSync(new URL(`../../../captures/vantages/${story}/${name}.pcap`, import.meta.url), 'r');
        return { source: new DescriptorSource(descriptor), close: () => closeSync(descriptor) };
      },
    })),
  );
  return {
    version: 1,
    inputs: names.map((name) => ({ path: `${name}.pcap`, name: undefined })),
    unreadable: [],
    ...comparison,
  };
}

/** What docs/compare.md shows. */
export async function exampleComparison(): Promise<string> {
  const options = { width: 100, color: false, unicode: true };
  return renderComparison(await sampleComparison('reject-one-side', ['originator', 'responder']), 'json', options)
    .output;
}
